import { expect, test } from 'vitest';
import { type Flag, parseArguments } from '#core/cli/arguments.ts';
import { movesPorts, problemsOf, serveFlags, withFullFlags } from '#core/net/server/command-line.ts';

const setting: Flag = { name: 'server-port', takesValue: true, summary: { zh: '', en: '' } };
const common = ['user', 'help'].map((name) => ({ ...setting, name, takesValue: name === 'user' }));
const problems = (...args: string[]) =>
  problemsOf(parseArguments(args, [...serveFlags, ...common, setting]), [setting]).map(({ en }) => en);

test.each([
  [['--port', '9'], ['--server-port', '9'], true],
  [['--port=9'], ['--server-port=9'], true],
  [['--server-port', '9'], ['--server-port', '9'], false],
  [['--host', '::1', '--ports'], ['--server-host', '::1', '--ports'], false],
])('%j', (args, full, moves) => {
  expect(withFullFlags(args)).toEqual(full);
  expect(movesPorts(args)).toBe(moves);
});

test('unknown arguments are named', () => {
  expect(problems('--no-auth', '--server-port', '9', '--help')).toEqual([]);
  expect(problems('now', '--user', 'egon')).toEqual([
    'unexpected argument now',
    'the server takes no --user',
  ]);
  expect(problems('--no-aut')).toEqual([expect.stringContaining('--no-auth')]);
});
