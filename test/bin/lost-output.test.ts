import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { runLine } from '#test/kit/redirected.ts';

const isFull =
  'Standard output could not be written (the disk is full), and the output is incomplete. The work may be done: check it before you try again.\n';
const wrong = 'The name or the password is wrong. Try again.\n';

describe.concurrent('an exit code tells what has happened to the work, not to a stream', () => {
  test.each([
    ['a reader that has what it wants', '"$@" whoami --user egon | true', 0, ''],
    ['the same, for an error in JSON', '"$@" whoami --user nobody --json | true', 3, ''],
    ['the same, for an error of the configuration', '"$@" --log-file-level x --json | true', 2, ''],
    ['a closed pipe behind standard error', '"$@" whoami --user nobody 2>&1 > /dev/null | true', 3, ''],
    ['a full disk behind standard output', '"$@" whoami --user egon > /dev/full', 4, isFull],
    ['the same, for help', '"$@" --help > /dev/full', 4, isFull],
    ['the same, for an error', '"$@" whoami --user nobody > /dev/full', 3, wrong],
    ['the same, for an error in JSON', '"$@" whoami --user nobody --json > /dev/full', 3, isFull],
    ['the same, for an error of the configuration', '"$@" --log-file-level x --json > /dev/full', 2, isFull],
    ['the same, for a script', 'printf "egon\\n123\\n" | "$@" > /dev/full', 4, isFull],
  ])('%s: %s', async (_, line, code, sentence) => {
    using home = new Home();
    const { code: ended, stderr } = await runLine(home, line);
    expect([ended, stderr]).toEqual([code, sentence]);
  });

  test('a command that nothing reads is done', async () => {
    using home = new Home();
    const line = `${variable('PASSWORD')}='long enough' "$@" register --name carol | true`;
    expect(await runLine(home, line)).toMatchObject({ code: 0, stderr: '' });
    expect(home.all('select name from credential')).toEqual([{ name: 'carol' }]);
  });
});
