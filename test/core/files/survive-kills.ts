import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Address, formatAddress, parseAddress } from '#lib/net/address.ts';
import { Fixture } from '#test/db/sqlite/fixture.ts';
import { Lifetime } from '#test/kit/lifetime.ts';
import { openHoldingProxy } from '#test/kit/net/holding-proxy.ts';
import type { Program } from '#test/kit/run.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { startClient } from './file-processes.ts';

const bytes = 8 * 1024 * 1024;
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** How often a kill found each state. */
export interface Met {
  /** The old file was still there. */
  readonly broken: number;
  /** The next try continued the killed one. */
  readonly resumed: number;
}

/**
 * Uploads a file and kills client and server by turns, as soon as `share(n)` of it has arrived; from 1 on, at the very
 * end. Then the name must be the old file or all of the new one, and the same command must complete what was begun.
 */
export async function surviveKills(
  serverFixture: string,
  kills: number,
  share: (n: number) => number,
): Promise<Met> {
  using storeFolder = new TemporaryFolder();
  using homeFolder = new TemporaryFolder();
  const [store, home] = [storeFolder.path, homeFolder.path];
  const stored = join(store, 'shared', 'files', 'a.bin');
  const met = { broken: 0, resumed: 0 };
  await using lifetime = new Lifetime();
  let server = lifetime.use(await startServer(serverFixture, store));
  const put = (address = server.address): Program =>
    startClient([address, 'put', 'a.bin', '--no-auth', '--json'], { home, cwd: home });
  let old = '';
  for (let n = 0; n < kills; n++) {
    const content = randomBytes(bytes);
    writeFileSync(join(home, 'a.bin'), content);
    const wanted = sha256(content);
    const wantedBytes = share(n) * bytes;
    using way = await openHoldingProxy(parseAddress(server.address) as Address, {
      upBytes: share(n) < 1 ? wantedBytes + 64 * 1024 : Number.POSITIVE_INFINITY,
    });
    await using client = put(formatAddress(way.address));
    await untilArrived(join(store, 'shared', 'partial'), wantedBytes, client);
    if (n % 2 === 0) client.kill('SIGKILL');
    else server.kill();
    if (n % 2 !== 0) way.release();
    const killed = await client.ended;
    way.release();
    if (n % 2 !== 0) {
      if (killed.code !== 0)
        expect(killed).toMatchObject({ code: 5, stdout: expect.stringContaining('"transfer_broken"') });
      server = lifetime.use(await startServer(serverFixture, store));
    }
    const found = existsSync(stored) ? sha256(readFileSync(stored)) : '';
    expect([old, wanted]).toContain(found);
    if (found === old) met.broken++;
    const { code, stdout, stderr } = await put().ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { from, ...done } = JSON.parse(stdout) as { from: number };
    expect(done).toEqual({ name: 'a.bin', bytes, sha256: wanted });
    if (from > 0) met.resumed++;
    expect(sha256(readFileSync(stored))).toBe(wanted);
    old = wanted;
  }
  return met;
}

/** Until so much of the upload has arrived, or it is over. */
async function untilArrived(folder: string, wantedBytes: number, { ended }: Program): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver && arrivedIn(folder) < wantedBytes) await new Promise((later) => setTimeout(later, 1));
}

function arrivedIn(folder: string): number {
  try {
    return Math.max(-1, ...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
  } catch {
    // Not there yet, or gone between the two calls.
    return -1;
  }
}

async function startServer(
  fixture: string,
  folder: string,
): Promise<Disposable & { address: string; kill(): void }> {
  const server = new Fixture(fixture, [folder]);
  await server.untilLine();
  const kill = () => server.kill();
  return { address: server.lines[0] ?? '', kill, [Symbol.dispose]: kill };
}
