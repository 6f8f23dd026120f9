import { execFile, spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { badFormatMark } from '#core/time/answer.ts';
import { timeService } from '#core/time/service.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import type { Address } from '#lib/net/address.ts';
import { askDatagram } from '#lib/net/ask-datagram.ts';
import { type Datagrams, openDatagrams } from '#lib/net/datagrams.ts';
import { forEachTest } from '#test/kit/lifetime.ts';
import { peerOf } from '#test/kit/root.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const wherePython = hasPython ? '' : ' (skipped: there is no python3)';

/** An address of this machine that is not loopback. */
const outward = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
const whereOutward = outward === undefined ? ' (skipped: this machine has no network)' : '';

const lifetime = forEachTest();

async function served(host = '127.0.0.1') {
  const clock = { nowMs: new Date(2026, 10, 22, 8, 53, 34).getTime() };
  const lines: string[] = [];
  const logger = new NamedLogger(
    { isEnabled: () => true, write: (level, _name, _place, message) => lines.push(`${level} ${message}`) },
    'time',
  );
  const { own } = timeService({ port: 0, now: () => clock.nowMs, logger });
  if (own?.protocol !== 'udp') throw new Error('the time is served by UDP');
  const service = await own.open({ host, port: own.port });
  lifetime.defer(() => service.close());
  return { ...service, clock, lines };
}

async function socket(host: string, onDatagram: (data: Buffer, from: Address) => void): Promise<Datagrams> {
  const opened = await openDatagrams({ host, port: 0, onDatagram });
  lifetime.defer(() => opened.close());
  return opened;
}

const counts = /^info .*answered=(\d+) dropped=(\d+)/m;

async function answerOf(
  to: Address,
  question: Uint8Array | string,
  { tries, tryMs } = { tries: 10, tryMs: 1000 },
): Promise<string> {
  const signal = new AbortController().signal;
  const answer = await askDatagram({ question: Buffer.from(question), to, tries, tryMs, signal });
  return answer.status === 'answered' ? String(answer.data) : answer.status;
}

describe('the time service', () => {
  it('sends the time, in any format', async () => {
    const { address, clock } = await served();
    expect(await answerOf(address, '')).toBe('2026-11-22 08:53:34');
    clock.nowMs += 26_000;
    expect(await answerOf(address, '%Y年%m月%d日 %H:%M:%S')).toBe('2026年11月22日 08:54:00');
  });

  it('goes on after any datagram', async () => {
    const { address } = await served();
    const bombs = [
      '%',
      '%Q',
      '%\0',
      '\0'.repeat(60_000),
      '%c'.repeat(32_000),
      '%99999999d',
      '%c'.repeat(500),
    ];
    const bytes = [Buffer.from([0xff]), Buffer.alloc(65_507), Buffer.alloc(65_507, '%')];
    for (const question of [...bombs, ...bytes]) {
      const answer = await answerOf(address, question);
      expect(answer.startsWith(badFormatMark)).toBe(true);
      expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(1024);
      expect(answer).not.toMatch(/\p{Cc}/u);
    }
    expect(await answerOf(address, '')).toBe('2026-11-22 08:53:34');
  });

  it('answers a flood of one port of this machine at the limited rate, and another port at once', async () => {
    const { address, clock, lines, close } = await served();
    const sender = await socket('127.0.0.1', () => {});
    for (let count = 0; count < 3000; count++) await sender.send(Buffer.from('%X'), address);
    let seconds = 0;
    const year = async (): Promise<string> => {
      seconds++;
      clock.nowMs += 1000;
      return answerOf(address, '%Y', { tries: 1, tryMs: 100 });
    };
    // The rest of the flood may be answered first.
    await expect.poll(year).toBe('2026');
    await close();
    const [, answered = 0, dropped = 0] = counts.exec(lines.join('\n'))?.map(Number) ?? [];
    expect(answered).toBeGreaterThanOrEqual(100);
    // Each question of `year` comes from a port of its own.
    expect(answered).toBeLessThanOrEqual(100 + 51 * seconds);
    expect(dropped).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(61);
  });

  it('stops answering a peer that sends every answer back', async () => {
    const { address } = await served();
    let bounced = 0;
    const mirror: Datagrams = await socket('127.0.0.1', (data, from) => {
      bounced++;
      void mirror.send(data, from);
    });
    await mirror.send(Buffer.from('hello'), address);
    await expect.poll(() => bounced).toBe(100);
    // Time enough for another round.
    const other = await served();
    for (let round = 0; round < 20; round++) await answerOf(other.address, '');
    expect(bounced).toBe(100);
  });

  it.skipIf(outward === undefined)(
    `sends another machine at most three times the bytes it got${whereOutward}`,
    async () => {
      const host = outward ?? '';
      const { address } = await served(host);
      const answers: Buffer[] = [];
      const sender = await socket(host, (data) => answers.push(data));
      const grown = '%c'.repeat(40);
      for (const question of [grown, '', '%c', '%', grown]) {
        const before = answers.length;
        await sender.send(Buffer.from(question), address);
        await expect.poll(() => answers.length).toBe(before + 1);
        const answerBytes = answers.at(-1)?.byteLength ?? 0;
        expect(28 + answerBytes).toBeLessThanOrEqual(3 * (28 + question.length));
      }
      expect(String(answers.at(-1))).toContain('result too long');
    },
  );

  it('goes on after a sender has gone, and makes a question harmless in the log', async () => {
    const { address, lines } = await served();
    const gone = await socket('127.0.0.1', () => {});
    await gone.send(Buffer.from('%X \x1b]0;title\x07\n\u202e\x9b'), address);
    await gone.close();
    expect(await answerOf(address, '%H')).toBe('08');
    expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(lines[0]).toMatch(/^debug 时间 \(time\) from=127\.0\.0\.1:\d+ format="%X ./);
  });

  it('sums up each minute that had questions', async () => {
    const { address, clock, lines, close } = await served();
    await answerOf(address, '');
    await answerOf(address, '');
    clock.nowMs += 61_000;
    await answerOf(address, '');
    clock.nowMs -= 3_600_000;
    await answerOf(address, '');
    await close();
    expect(lines.filter((line) => line.startsWith('info'))).toEqual([
      'info 时间 (time) answered=2 dropped=0 unsent=0',
      'info 时间 (time) answered=1 dropped=0 unsent=0',
      'info 时间 (time) answered=1 dropped=0 unsent=0',
    ]);
  });

  it.skipIf(!hasPython)(`answers a Python client${wherePython}`, async () => {
    const { address } = await served();
    const formats = ['', '%Y %m %d', '%Y年', '%Q', '%c'.repeat(42), 'x'.repeat(1024), '%c'.repeat(400), ''];
    const client = peerOf('time', 'time_client');
    const { stdout } = await promisify(execFile)('python3', [client, String(address.port), ...formats]);
    const answers: readonly string[] = JSON.parse(stdout);
    expect(answers).toEqual([
      '2026-11-22 08:53:34',
      '2026 11 22',
      '2026年',
      `${badFormatMark}没有 %Q (no such directive)`,
      'Sun Nov 22 08:53:34 2026'.repeat(42),
      'x'.repeat(1024),
      `${badFormatMark}结果太长 (result too long)`,
      '2026-11-22 08:53:34',
    ]);
  });
});
