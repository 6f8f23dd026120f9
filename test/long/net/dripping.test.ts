import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { connect } from '#lib/net/connect.ts';
import { Home } from '#test/kit/home.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { frameOf } from '#test/kit/net/frames.ts';
import { type ServedAddress, ServerProcess } from '#test/kit/net/programs.ts';
import { hello, openRawPeer, type RawPeer } from '#test/kit/net/raw-peer.ts';

const secret = 'linhaifeng bang bang bang';
const key = Buffer.from(secret);

test('1,000 dripping connections are closed within 10 s by a server with the default settings', async () => {
  using home = new Home();
  await using server = await ServerProcess.start(['--port', '0'], {
    home: home.path,
    env: { [variable('SECRET_KEY')]: secret },
  });
  const { address } = server.addresses.find(({ name }) => name === 'status') as ServedAddress;
  const client = await connect({ address, key, timeoutMs: 10_000 });
  await using lifetime = new Lifetime();
  lifetime.defer(() => client.lose('done'));
  const begun = [
    frameOf({ cmd: 'x'.repeat(1_000) }).subarray(0, 5),
    frameOf({ cmd: 'echo', data_size: 900_000 }),
  ];
  const open = async (n: number): Promise<RawPeer> => {
    const peer = lifetime.use(await openRawPeer(address));
    return n % 3 === 0 ? peer : (await peer.prove(key)).write(hello(), begun[n % 2] ?? '');
  };
  const startedMs = performance.now();
  const peers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => open(n)));
  const timer = setInterval(() => {
    for (const { stream } of peers) if (stream.writable) stream.write('x');
  }, 250);
  lifetime.defer(() => clearInterval(timer));
  let answers = 0;
  while (peers.some(({ end }) => end === undefined)) {
    await client.send({ cmd: 'status' });
    expect((await client.receive())?.header).toMatchObject({ status: 'ok' });
    answers++;
    await delay(20);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  }
  expect(answers).toBeGreaterThan(100);
  for (const { stream } of peers) stream.destroy();
  while ((await statusOf(client))['connections'] !== 1) await delay(20);
});

async function statusOf(
  client: Awaited<ReturnType<typeof connect>>,
): Promise<Readonly<Record<string, unknown>>> {
  await client.send({ cmd: 'status' });
  return (await client.receive())?.header ?? {};
}
