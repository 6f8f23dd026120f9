import { describe, expect, test } from 'vitest';
import {
  parseConsoleRequest,
  parseLeaveReason,
  parseSize,
  readSecrets,
} from '#core/console/server/request.ts';
import type { Frame, Header } from '#lib/net/connection.ts';

const terminal = { kind: 'keys', columns: 80, rows: 24, colours: true };
const header = { cmd: 'console', id: 'a-1', args: ['balance'], language: 'zh', terminal };

const bodyOf = (text: string): Frame => {
  const bytes = Buffer.from(text);
  const body = (async function* () {
    yield bytes;
  })();
  return { header, bodyBytes: bytes.length, body };
};

test('a request is what it says', () => {
  expect(parseConsoleRequest(header)).toEqual({
    id: 'a-1',
    args: ['balance'],
    language: 'zh',
    terminal: { kind: 'keys', size: { columns: 80, rows: 24 }, colours: true, screen: 'stdout' },
  });
});

test('without a command line and without a size, as of a file', () => {
  const { args: _, ...rest } = header;
  const { args, terminal } = parseConsoleRequest({ ...rest, terminal: { kind: 'none', colours: false } });
  expect([args, terminal.size]).toEqual([[], undefined]);
});

describe('anything else is refused', () => {
  test.each<[string, Header]>([
    ['id', { ...header, id: undefined }],
    ['id', { ...header, id: '' }],
    ['id', { ...header, id: 'x'.repeat(49) }],
    ['id', { ...header, id: 'a b' }],
    ['id', { ...header, id: 7 }],
    ['args', { ...header, args: 'balance' }],
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
  ])('%s: %j', (problem, bad) => {
    expect(() => parseConsoleRequest(bad)).toThrow(
      expect.objectContaining({ code: 'bad_request', message: expect.stringContaining(`(${problem})`) }),
    );
  });

  test('a size and a reason that are none', () => {
    expect(() => parseSize({ columns: 80 })).toThrow('(rows)');
    expect(() => parseLeaveReason({ reason: 'bored' })).toThrow('(reason)');
    expect(parseLeaveReason({ reason: 'hangup' })).toBe('hangup');
  });
});

describe('secrets', () => {
  test('are taken by the question they answer', async () => {
    const secrets = await readSecrets(bodyOf('{"password":"123","__proto__":"x"}'));
    expect([...secrets]).toEqual([
      ['password', '123'],
      ['__proto__', 'x'],
    ]);
  });

  test.each(['[]', 'null', '1', '{', '{"password":1}', '{"password":{"a":"b"}}', '\xff'])(
    'that are none: %s',
    async (text) => {
      await expect(readSecrets(bodyOf(text))).rejects.toMatchObject({ code: 'bad_request' });
    },
  );

  test('that are too long are not read', async () => {
    await expect(readSecrets(bodyOf('x'.repeat(4097)))).rejects.toThrow('4096');
  });
});
