import { beforeEach, describe, expect, test } from 'vitest';
import { Room } from '#core/chat/room.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';
import { TestClock } from '#test/kit/clock.ts';

const minuteMs = 60_000;
const a = { host: '127.0.0.1', port: 1001 };
const b = { host: '127.0.0.1', port: 1002 };
const c = { host: '127.0.0.1', port: 1003 };
const far = { host: '203.0.113.7', port: 2001 };

let clock: TestClock;
let room: Room;
let sent: { readonly text: string; readonly to: string }[];
beforeEach(() => {
  clock = new TestClock();
  sent = [];
  room = new Room({
    secret: Buffer.alloc(32, 1),
    uptimeMs: () => clock.uptimeMs(),
    onJoined: () => {},
    send: (text, to) => sent.push({ text, to: formatAddress(to) }),
  });
});

/** Passes a message to the room. @returns the datagrams that the room sends then, as `PORT text`. */
function say(text: string | Uint8Array, from: Address): string[] {
  sent = [];
  room.receive(typeof text === 'string' ? Buffer.from(text) : text, from);
  return sent.map(({ text, to }) => `${to.split(':')[1]} ${text}`);
}

const codeIn = (lines: readonly string[]): string => /send (\d{6}) to/.exec(lines.join())?.[1] ?? '';
/** From another machine, with the code. */
const comeIn = (from: Address): string[] => say(codeIn(say('hello', from)), from);

const alone = '（房间里只有你 / you are alone here）';

test('sends a message to all other members', () => {
  expect(say('hello', a)).toEqual([`1001 ${alone}`]);
  expect(say('你好', b)).toEqual(['1001 [127.0.0.1:1002] 你好']);
  expect(say(' hi\n\n', c)).toEqual(['1001 [127.0.0.1:1003] hi', '1002 [127.0.0.1:1003] hi']);
  expect(say('\n', c)).toEqual([]);
});

test('removes a member after ten minutes of silence', () => {
  say('a', a);
  say('b', b);
  clock.move(6 * minuteMs);
  say('still here', a);
  clock.move(6 * minuteMs);
  expect(say('anybody?', a)).toEqual([`1001 ${alone}`]);
  expect(room.size).toBe(1);
});

test('passes on clean text, cut between characters to the size that a simple program reads', () => {
  say('a', a);
  expect(say('\x1b[2J\u202eb\nc', b)).toEqual(['1001 [127.0.0.1:1002] \ufffd[2J\ufffdb c']);
  const [passed = '', notice] = say('字'.repeat(20_000), b);
  expect(Buffer.byteLength(passed.replace('1001 ', ''))).toBeGreaterThan(1_020);
  expect(Buffer.byteLength(passed.replace('1001 ', ''))).toBeLessThanOrEqual(1_024);
  expect(passed).toMatch(/^1001 \[127\.0\.0\.1:1002\] 字+$/);
  expect(notice).toMatch(/^1002 .*only 1024 bytes/);
});

test('drops a message that is no UTF-8', () => {
  say('a', a);
  expect(say(Buffer.from([0xff, 0xfe]), b)).toEqual([]);
  expect(room.size).toBe(1);
});

test('warns a member that sends too much once, and drops its messages', () => {
  say('a', a);
  const heard = Array.from({ length: 1_000 }, () => say('spam', b)).flat();
  expect(heard.filter((line) => line.startsWith('1001 '))).toHaveLength(20);
  expect(heard.filter((line) => line.startsWith('1002 '))).toEqual([expect.stringContaining('too fast')]);
  expect(say('and I?', a)).toEqual(['1002 [127.0.0.1:1001] and I?']);
});

test('has room for 64 members', () => {
  for (let port = 1; port <= 32; port++) {
    clock.move(1_000);
    say('hi', { host: '127.0.0.1', port });
    comeIn({ host: `203.0.113.${port % 4}`, port });
  }
  expect(room.size).toBe(64);
  clock.move(1_000);
  expect(say('hi', far)).toEqual([expect.stringContaining('the room is full')]);
  expect(room.size).toBe(64);
});

test('gives at most half of the places to this machine', () => {
  for (let port = 1; port <= 40; port++) {
    clock.move(1_000);
    say('hi', { host: `127.0.0.${port}`, port });
  }
  expect(room.size).toBe(32);
  clock.move(1_000);
  expect(say('hi', a)).toEqual([expect.stringContaining('too many members from your machine')]);
  comeIn(far);
  expect(room.size).toBe(33);
  clock.move(11 * minuteMs);
  say('hi', a);
  expect(room.size).toBe(1);
});

describe('a sender from another machine, whose address may be forged', () => {
  test('is admitted with the code that was sent to that address', () => {
    say('a', a);
    const asked = say('hello', far);
    expect(asked).toHaveLength(1);
    expect(codeIn(asked)).toMatch(/^\d{6}$/);
    expect(say(`${codeIn(asked)}\n`, far)).toEqual([expect.stringContaining('people here: 2')]);
    expect(say('hello', far)).toEqual(['1001 [203.0.113.7:2001] hello']);
  });

  test('gets one datagram for each of its own until then, and no message of other members', () => {
    say('a', a);
    say('hello', far);
    expect(say('to all', a)).toEqual([`1001 ${alone}`]);
  });

  test('has a code of its own', () => {
    const codes = Array.from({ length: 20 }, (_, port) => codeIn(say('hello', { ...far, port: port + 1 })));
    expect(new Set(codes).size).toBe(20);
    say(codes[0] ?? '', { ...far, port: 9 });
    expect(room.size).toBe(0);
  });

  test('shares the code with seven others of the same machine, and does not block other machines', () => {
    for (let port = 1; port <= 40; port++) {
      clock.move(1_000);
      comeIn({ ...far, port });
    }
    expect(room.size).toBe(8);
    clock.move(1_000);
    expect(say('hello', { ...far, port: 99 })).toEqual([expect.stringContaining('from your machine')]);
    expect(comeIn({ host: '203.0.113.8', port: 1 })).toEqual([expect.stringContaining('people here: 9')]);
  });

  test('shares a limit of 20 datagrams a second with all the others', () => {
    const answers = () =>
      Array.from({ length: 10_000 }, (_, index) => say('x', { host: '203.0.113.9', port: index + 1 })).flat();
    expect(answers()).toHaveLength(50);
    clock.move(1_000);
    expect(answers()).toHaveLength(20);
  });
});
