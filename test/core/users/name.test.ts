import { describe, expect, it } from 'vitest';
import { checkName } from '#core/users/name.ts';

describe('checkName', () => {
  it.each([
    ['egon', 'ok'],
    ['元昊', 'ok'],
    ["O'Neill-Smith Jr.", 'ok'],
    ['a.b', 'ok'],
    ['__proto__', 'ok'],
    ['default', 'ok'],
    ['1', 'ok'],
    ['é', 'ok'],
    ['👨‍👩‍👧', 'ok'],
    ['می‌خواهم', 'ok'],
    ['a'.repeat(64), 'ok'],
    ['😀'.repeat(64), 'ok'],
    ['', 'empty'],
    ['a'.repeat(65), 'too_long'],
    ['😀'.repeat(65), 'too_long'],
    ['a'.repeat(1_000_000), 'too_long'],
    ['e\u0301', 'not_normalized'],
    [' egon', 'outer_space'],
    ['egon ', 'outer_space'],
    ['\u3000egon', 'outer_space'],
    ['egon\u00a0', 'outer_space'],
    ['eg\ton', 'forbidden_character'],
    ['eg\non', 'forbidden_character'],
    ['eg\0on', 'forbidden_character'],
    ['\u001b[2Jegon', 'forbidden_character'],
    ['eg\u007fon', 'forbidden_character'],
    ['eg\u009bon', 'forbidden_character'],
    ['eg\u2028on', 'forbidden_character'],
    ['eg\u202eon', 'forbidden_character'],
    ['eg\u2066on', 'forbidden_character'],
    ['eg\u200bon', 'forbidden_character'],
    ['egon\u200d', 'forbidden_character'],
    ['egon\u3164', 'forbidden_character'],
    ['eg\ud800on', 'forbidden_character'],
    ['egon] ; [alex', 'forbidden_character'],
    ['DEFAULT', 'reserved'],
  ])('%j is %s', (name, verdict) => {
    expect(checkName(name)).toBe(verdict);
  });
});
