import { expect, test } from 'vitest';
import { type Flag, parseArguments } from '#core/cli/arguments.ts';

const flag = (name: string, takesValue: boolean): Flag => ({ name, takesValue, summary: { zh: '', en: '' } });
const known = [
  flag('to', true),
  flag('pages', true),
  ...['json', 'help', 'version'].map((name) => flag(name, false)),
];

/** `command word word {flag: value} ! problem` */
function parsed(...args: readonly string[]): string {
  const { command, words, flags, problems } = parseArguments(args, known);
  const given = Array.from(flags, ([name, value]) => `{${name}${value === true ? '' : `: ${value}`}}`);
  return [command ?? '-', ...words, ...given, ...problems.map(({ en }) => `! ${en}`)].join(' ');
}

test.each<[readonly string[], string]>([
  [[], '-'],
  [['post', '--to', 'alex', '--pages', '5'], 'post {to: alex} {pages: 5}'],
  [['--to=alex', 'post', '--json'], 'post {to: alex} {json}'],
  [['post', '--to='], 'post {to: }'],
  [['post', '--to=a=b'], 'post {to: a=b}'],
  [['post', '--pages', '-5'], 'post {pages: -5}'],
  [['post', '--', '--to', 'alex'], 'post --to alex'],
  [['completion', 'bash'], 'completion bash'],
  [['-h'], '- {help}'],
  [['-V'], '- {version}'],
  [['help'], '- {help}'],
  [['help', 'post'], 'post {help}'],
  [['post', 'help'], 'post help'],
  [['--to'], '- ! --to needs a value'],
  [['--json=1'], '- ! --json takes no value'],
  [['--json', '--json'], '- {json} ! --json is given twice'],
  [['--tp', 'x'], 'x ! unknown flag --tp'],
  [['--pagse', '1'], '1 ! unknown flag --pagse, did you mean --pages'],
  [['--toString'], '- ! unknown flag --toString'],
  [['-j'], '- ! unknown flag -j'],
  [
    ['--password', 'secret', 'whoami'],
    'whoami ! a password does not belong on the command line: use --password-stdin or APP_PASSWORD',
  ],
  [
    ['--new-password=secret'],
    '- ! a password does not belong on the command line: use --password-stdin or APP_NEW_PASSWORD',
  ],
])('%j', (args, expected) => {
  expect(parsed(...args)).toBe(expected);
});
