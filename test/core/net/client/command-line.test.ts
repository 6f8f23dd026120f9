import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import { parseClientCommandLine } from '#core/net/client/command-line.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const verb = (name: string, changes: Partial<Verb> = {}): Verb => ({
  name,
  usage: 'FILE [NAME]',
  summary: { zh: '', en: '' },
  words: { min: 1, max: 2 },
  run: async () => undefined,
  ...changes,
});
const plain = { name: 'plain', takesValue: false, summary: { zh: '', en: '' } };
const verbs = [
  verb('put', { flags: [plain] }),
  verb('ls', { usage: '', words: { min: 0, max: 0 } }),
  { takesRest: true, summary: [], run: async () => 0 } as const,
  verb('job', { passesFlags: true, words: { min: 0, max: Number.POSITIVE_INFINITY } }),
];

const parse = (...args: string[]) => parseClientCommandLine(args, verbs, 'en');
const at = '127.0.0.1:8080';
const address = { host: '127.0.0.1', port: 8080 };

describe('the command line of connect.js', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']], [['--help', 'put']]])('%j is for its help', (args) => {
    expect(parse(...args)).toEqual({ kind: 'help' });
  });

  it('--version is for its version', () => {
    for (const flag of ['--version', '-V']) expect(parse(flag)).toEqual({ kind: 'version' });
  });

  it.each<[string[], string, string[], Record<string, string | true>]>([
    [['put', 'a.txt'], 'put', ['a.txt'], {}],
    [['put', 'a.txt', 'b', '--plain'], 'put', ['a.txt', 'b'], { plain: true }],
    [['put', '--plain', 'a.txt'], 'put', ['a.txt'], { plain: true }],
    [['put', '--', '--plain'], 'put', ['--plain'], {}],
    [['put', '--help'], 'put', [], { help: true }],
    [
      ['ls', '--json', '--user', 'alex', '--no-auth'],
      'ls',
      [],
      { json: true, user: 'alex', 'no-auth': true },
    ],
    [['ls', '--language=zh', '--password-stdin'], 'ls', [], { language: 'zh', 'password-stdin': true }],
    // Our flags may stand before the verb, too.
    [['--user', 'alex', 'ls', '--json'], 'ls', [], { user: 'alex', json: true }],
    [['--user=alex', 'job', 'list', '--json'], 'job', ['list', '--json'], { user: 'alex' }],
    // The words after the first belong to the program that runs.
    [['job'], 'job', [], {}],
    [
      ['job', '--json', 'list', '--json', '-l', '--user'],
      'job',
      ['list', '--json', '-l', '--user'],
      { json: true },
    ],
    [['job', '--user', 'alex', 'list', '--help'], 'job', ['list', '--help'], { user: 'alex' }],
    [['job', '--user=alex', 'list'], 'job', ['list'], { user: 'alex' }],
  ])('%j', (args, name, words, flags) => {
    const line = parse(at, ...args);
    expect(line).toMatchObject({ kind: 'verb', address, verb: { name }, words });
    expect('flags' in line && Object.fromEntries(line.flags)).toEqual(flags);
  });

  it.each<[string[], string[]]>([
    [[], []],
    [['whoami'], ['whoami']],
    [
      ['post', '--to', 'alex', '--pages', '1', '--json'],
      ['post', '--to', 'alex', '--pages', '1', '--json'],
    ],
    [
      ['--no-auth', 'whoami', '--language', 'zh', '--user', 'alex'],
      ['whoami', '--user', 'alex'],
    ],
    [['whoami', '--language=en'], ['whoami']],
    [['--help'], ['--help']],
    [
      ['PUT', 'a'],
      ['PUT', 'a'],
    ],
  ])("%j is the server's to understand", (args, own) => {
    expect(parse(at, ...args)).toMatchObject({ kind: 'rest', address, words: own });
  });

  it('removes the flags of the connection', () => {
    const line = parse(at, 'whoami', '--no-auth', '--language', 'zh', '--user', 'alex');
    expect('flags' in line && Object.fromEntries(line.flags)).toMatchObject({
      'no-auth': true,
      language: 'zh',
      user: 'alex',
    });
  });

  it.each<[string[], string, string]>([
    [['status'], 'bad_address', 'status'],
    [['127.0.0.1'], 'bad_address', '127.0.0.1'],
    [['127.0.0.1:0'], 'bad_address', '127.0.0.1:0'],
    [['127.0.0.1:65536'], 'bad_address', '65536'],
    [['::1:8080'], 'bad_address', '::1:8080'],
    [['\x1b[2J:80'], 'bad_address', '[2J:80'],
    [[at, 'put'], 'usage', 'put FILE [NAME]'],
    [[at, 'put', 'a', 'b', 'c'], 'usage', 'put FILE [NAME]'],
    [[at, 'ls', 'x'], 'usage', 'ls'],
    [[at, 'ls', '--plain'], 'usage', '--plain'],
    [[at, 'put', 'a', '--plian'], 'usage', '--plain'],
    [[at, 'put', 'a', '--plain=yes'], 'usage', '--plain'],
    [[at, 'ls', '--user'], 'usage', '--user'],
    [[at, 'job', '--nope', 'list'], 'usage', '--nope'],
  ])('%j is refused', (args, code, named) => {
    const refusal = (language: 'zh' | 'en'): AppError => {
      try {
        parseClientCommandLine(args, verbs, language);
      } catch (error) {
        if (error instanceof AppError) return error;
        throw error;
      }
      throw new Error('not refused');
    };
    for (const language of ['zh', 'en'] as const) {
      expect(refusal(language)).toMatchObject({ code, exitCode: 2 });
      expect(refusal(language).text[language]).toContain(named);
      expect(refusal(language).text[language]).not.toContain('\x1b');
    }
    if (code === 'bad_address') expectSentence(refusal('en').text);
  });
});
