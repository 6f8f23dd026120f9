import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { LocalOutput } from '#core/console/client/local-output.ts';

const listeners = (stream: PassThrough): number =>
  stream.eventNames().reduce((sum, name) => sum + stream.listenerCount(name), 0);

test('a write waits for a full stream, and leaves no listener behind', async () => {
  const [stdout, stderr] = [new PassThrough({ highWaterMark: 1 }), new PassThrough()];
  const before = listeners(stdout);
  const output = new LocalOutput({ stdout, stderr });
  await output.release();
  for (let number = 0; number < 100; number++) {
    let isWritten = false;
    const writing = output.write('stdout', Buffer.from('x')).then(() => {
      isWritten = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    expect(stdout.read()?.toString()).toBe('x');
    await writing;
  }
  expect(listeners(stdout)).toBe(before);
});

test.each([undefined, new Error('EPIPE')])(
  'a write does not wait for a stream whose reader has gone: %s',
  async (error) => {
    const [stdout, stderr] = [new PassThrough({ highWaterMark: 1 }), new PassThrough()];
    stdout.on('error', () => {});
    const output = new LocalOutput({ stdout, stderr });
    await output.release();
    const writing = output.write('stdout', Buffer.from('x'));
    stdout.destroy(error);
    await writing;
    await output.write('stdout', Buffer.from('unread'));
  },
);
