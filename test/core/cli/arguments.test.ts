import { expect, test } from 'vitest';
import { type Flag, parseArguments } from '#core/cli/arguments.ts';

const flag = (name: string, takesValue: boolean): Flag => ({ name, takesValue, summary: { zh: '', en: '' } });
const known = [flag('to', true), flag('amount', true), flag('json', false), flag('help', false)];

/** `command word word {flag: value} ! problem` */
function parsed(...args: readonly string[]): string {
  const { command, words, flags, problems } = parseArguments(args, known);
  const given = Array.from(flags, ([name, value]) => `{${name}${value === true ? '' : `: ${value}`}}`);
  return [command ?? '-', ...words, ...given, ...problems.map(({ en }) => `! ${en}`)].join(' ');
}

test.each<[readonly string[], string]>([
  [[], '-'],
  [['transfer', '--to', 'alex', '--amount', '5'], 'transfer {to: alex} {amount: 5}'],
  [['--to=alex', 'transfer', '--json'], 'transfer {to: alex} {json}'],
  [['transfer', '--to='], 'transfer {to: }'],
  [['transfer', '--to=a=b'], 'transfer {to: a=b}'],
  [['transfer', '--amount', '-5'], 'transfer {amount: -5}'],
  [['transfer', '--', '--to', 'alex'], 'transfer --to alex'],
  [['completion', 'bash'], 'completion bash'],
  [['-h'], '- {help}'],
  [['--to'], '- ! --to needs a value'],
  [['--json=1'], '- ! --json takes no value'],
  [['--json', '--json'], '- {json} ! --json is given twice'],
  [['--tp', 'x'], 'x ! unknown flag --tp'],
  [['--amont', '1'], '1 ! unknown flag --amont, did you mean --amount'],
  [['--toString'], '- ! unknown flag --toString'],
  [['-j'], '- ! unknown flag -j'],
  [
    ['--password', 'secret', 'balance'],
    'balance ! a password does not belong on the command line: use --password-stdin or APP_PASSWORD',
  ],
  [
    ['--new-password=secret'],
    '- ! a password does not belong on the command line: use --password-stdin or APP_NEW_PASSWORD',
  ],
])('%j', (args, expected) => {
  expect(parsed(...args)).toBe(expected);
});
