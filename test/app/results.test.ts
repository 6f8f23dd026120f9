import { describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { fileOf, openLine } from '#test/kit/redirected.ts';

describe.concurrent('a result goes to standard output, though the password is asked at the terminal', () => {
  test.each([
    ['a file', '"$@" whoami --user egon > out'],
    ['a pipe', '"$@" whoami --user egon | cat > out'],
    ['a variable', 'x=$("$@" whoami --user egon); echo "$x" > out'],
    ['a file, and standard error to another one', '"$@" whoami --user egon > out 2> errors'],
  ])('%s', async (_, line) => {
    using home = new Home();
    await using screen = openLine(home, `${line}; echo "code $?"`);
    await screen.waitFor('? Password');
    screen.type('123\n');
    await screen.waitFor('code 0');
    expect(fileOf(home, 'out')).toMatch(/^egon, session: [^\n]+\n$/);
    expect(screen.text()).not.toContain('egon, session');
    if (line.includes('errors')) expect(fileOf(home, 'errors')).toBe('');
  });

  test('a command that asks more than the password', async () => {
    using home = new Home();
    await using screen = openLine(home, '"$@" register > out; echo "code $?"');
    await screen.waitFor('? New name');
    screen.type('carol\nlong enough\nlong enough\n');
    await screen.waitFor('code 0');
    expect(fileOf(home, 'out')).toBe('Registered carol; you can sign in now.\n');
  });

  test('the menu: its questions, and what it refuses, stay at the terminal', async () => {
    using home = new Home();
    await using screen = openLine(home, '"$@" > out; echo "code $?"');
    await screen.waitFor('? Name');
    screen.type('egon\nwrong\negon\n123\nWho am I\n');
    await screen.waitFor(/✔ Choose Who am I[\s\S]*\? Choose/);
    screen.press('ctrl-d');
    await screen.waitFor('code 0');
    expect(fileOf(home, 'out')).toMatch(/^egon, session: [^\n]+\n$/);
    expect(screen.text()).toContain('The name or the password is wrong.');
  });
});
