import { expect, test } from 'vitest';
import { style, wantsColours } from '#lib/terminal/style.ts';

test('with colours a text is painted and switched off again, without it stays as it is', () => {
  expect(style(true).red('x')).toBe('\x1b[31mx\x1b[39m');
  expect(style(true).bold(style(true).cyan('x'))).toBe('\x1b[1m\x1b[36mx\x1b[39m\x1b[22m');
  for (const format of Object.values(style(false))) expect(format('x')).toBe('x');
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [true, { TERM: 'xterm' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [false, { FORCE_COLOR: '3', NO_COLOR: '1', TERM: 'dumb' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
])('a terminal (%s) in %j has colours: %s', (isTTY, env, expected) => {
  expect(wantsColours({ isTTY, env })).toBe(expected);
});
