import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConsoleRequest,
  consoleHeader,
  parseClientHeader,
  parseConsoleRequest,
  parseSecrets,
  parseServerHeader,
  secretsBody,
} from '#core/console/wire.ts';
import type { Header } from '#lib/net/connection.ts';

const terminal = { kind: 'keys', columns: 80, rows: 24, colours: true };
const header = { cmd: 'console', id: 'a-1', args: ['whoami'], language: 'zh', terminal };

/** The value after JSON, as the other side receives it. */
const sent = (value: Header): Header => JSON.parse(JSON.stringify(value));

test('a request is read from its header', () => {
  expect(parseConsoleRequest(header)).toEqual({
    id: 'a-1',
    args: ['whoami'],
    language: 'zh',
    terminal: { kind: 'keys', size: { columns: 80, rows: 24 }, colours: true, screen: 'stdout' },
  });
});

test('without a command line and without a size, as of a file', () => {
  const { args: _, ...rest } = header;
  const { args, terminal } = parseConsoleRequest({ ...rest, terminal: { kind: 'none', colours: false } });
  expect([args, terminal.size]).toEqual([[], undefined]);
});

test('the server reads what the client writes', () => {
  const side = fc.integer({ min: 1, max: 1000 });
  const request: fc.Arbitrary<ConsoleRequest> = fc.record({
    id: fc.stringMatching(/^[\w-]{1,48}$/),
    args: fc.array(fc.string()),
    language: fc.constantFrom('zh', 'en'),
    terminal: fc.record({
      kind: fc.constantFrom('keys', 'lines', 'none'),
      size: fc.option(fc.record({ columns: side, rows: side }), { nil: undefined }),
      colours: fc.boolean(),
      screen: fc.constantFrom('stdout', 'stderr'),
    }),
  });
  fc.assert(
    fc.property(request, (request) => {
      expect(parseConsoleRequest(sent(consoleHeader(request)))).toEqual(request);
    }),
  );
});

describe('any other request is refused', () => {
  test.each<[string, Header]>([
    ['id', { ...header, id: undefined }],
    ['id', { ...header, id: '' }],
    ['id', { ...header, id: 'x'.repeat(49) }],
    ['id', { ...header, id: 'a b' }],
    ['id', { ...header, id: 7 }],
    ['args', { ...header, args: 'whoami' }],
    ['args', { ...header, args: [1] }],
    ['args', { ...header, args: {} }],
    ['args', { ...header, args: null }],
    ['language', { ...header, language: 'fr' }],
    ['language', { ...header, language: ['zh'] }],
    ['language', { ...header, language: 'toString' }],
    ['terminal', { ...header, terminal: undefined }],
    ['terminal', { ...header, terminal: [] }],
    ['terminal', { ...header, terminal: null }],
    ['kind', { ...header, terminal: { ...terminal, kind: 'tty' } }],
    ['colours', { ...header, terminal: { ...terminal, colours: 'yes' } }],
    ['screen', { ...header, terminal: { ...terminal, screen: 'stdin' } }],
    ['columns', { ...header, terminal: { ...terminal, columns: 0 } }],
    ['columns', { ...header, terminal: { ...terminal, columns: 1001 } }],
    ['columns', { ...header, terminal: { ...terminal, columns: 1.5 } }],
    ['columns', { ...header, terminal: { ...terminal, columns: '80' } }],
    ['columns', { ...header, terminal: { ...terminal, columns: undefined } }],
    ['rows', { ...header, terminal: { ...terminal, rows: -1 } }],
    ['rows', { ...header, terminal: { ...terminal, rows: 1e9 } }],
    ['rows', { ...header, terminal: { ...terminal, rows: undefined } }],
  ])('%s: %j', (field, bad) => {
    expect(() => parseConsoleRequest(bad)).toThrow(expect.objectContaining({ name: 'WireError', field }));
  });
});

describe('while a console is open', () => {
  test.each<Header>([
    { cmd: 'input' },
    { cmd: 'end' },
    { cmd: 'resume' },
    { cmd: 'resize', columns: 1, rows: 1000 },
    { cmd: 'leave', reason: 'hangup' },
  ])('a client sends %j', (good) => {
    expect(parseClientHeader({ ...good, data_size: 3 })).toEqual(good);
  });

  test.each<[string, Header]>([
    ['cmd', {}],
    ['cmd', { cmd: 'console' }],
    ['cmd', { cmd: ['input'] }],
    ['columns', { cmd: 'resize' }],
    ['rows', { cmd: 'resize', columns: 80 }],
    ['reason', { cmd: 'leave' }],
    ['reason', { cmd: 'leave', reason: 'bored' }],
  ])('and nothing else, because of %s: %j', (field, bad) => {
    expect(() => parseClientHeader(bad)).toThrow(expect.objectContaining({ name: 'WireError', field }));
  });

  test.each<[Header, unknown]>([
    [{ stream: 'stdout', data_size: 3 }, { stream: 'stdout' }],
    [{ stream: 'stderr' }, { stream: 'stderr' }],
    [{ input: true }, { input: true }],
    [{ suspend: true }, { suspend: true }],
    [
      { status: 'ok', exit: 0 },
      { status: 'ok', exit: 0 },
    ],
    [
      { status: 'error', code: 'bug' },
      { status: 'error', exit: undefined },
    ],
  ])('a server sends %j', (good, frame) => {
    expect(parseServerHeader(good)).toEqual(frame);
  });

  test.each<Header>([
    {},
    { stream: 'stdin' },
    { stream: 1 },
    { input: 'yes' },
    { suspend: 1 },
    { bell: true },
  ])('a client skips %j', (unknown) => {
    expect(parseServerHeader(unknown)).toBeUndefined();
  });
});

describe('secrets', () => {
  test('are read by the name of their question', () => {
    const secrets = new Map([
      ['password', '123'],
      ['__proto__', 'x'],
    ]);
    expect(parseSecrets(secretsBody(secrets))).toEqual(secrets);
    expect(parseSecrets(Buffer.alloc(0))).toEqual(new Map());
  });

  test.each(['[]', 'null', '1', '{', '{"password":1}', '{"password":{"a":"b"}}', '\xff'])(
    'that are none are refused: %s',
    (text) => {
      expect(() => parseSecrets(Buffer.from(text))).toThrow(expect.objectContaining({ field: 'secrets' }));
    },
  );
});
