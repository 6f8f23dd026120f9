import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { FrameOutput } from '#core/console/server/frame-output.ts';
import { FrameConnection } from '#lib/net/frame-connection.ts';

/** Output for a peer that reads nothing. */
function openDeaf() {
  const stream = new Duplex({ read() {}, write() {} });
  const connection = new FrameConnection({ id: 'c1', stream, peer: { host: '127.0.0.1', port: 1 } });
  let isCutOff = false;
  const output = new FrameOutput(connection, () => {
    isCutOff = true;
  });
  /** @returns how many writes there were until the peer was cut off. */
  const untilCutOff = (write: () => void): number => {
    let count = 0;
    while (!isCutOff && count < 100_000) {
      write();
      count++;
    }
    return count;
  };
  return { output, untilCutOff, [Symbol.dispose]: () => connection.lose('done') };
}

test.each([
  ['text', 64 * 1024],
  ['an empty line', 1],
])('no more than a mebibyte waits for a peer that does not read: %s', (_, bytes) => {
  using opened = openDeaf();
  const { output, untilCutOff } = opened;
  const count = untilCutOff(() => output.stdout.write(Buffer.alloc(bytes)));
  expect(count * bytes).toBeLessThan(1.5 * 1024 ** 2);
  expect(count).toBeLessThan(20_000);
});

test('nor do many frames that are nothing but a header', () => {
  using opened = openDeaf();
  const { output, untilCutOff } = opened;
  expect(untilCutOff(() => output.send({ suspend: true }))).toBeLessThan(20_000);
});
