/**
 * A process that takes uploads, for the benchmark of `put`, and prints its port: `bare` pipes a socket into a file,
 * `synced` syncs it to the disk as well, `files` is the app's own. Usage: KIND FOLDER
 */
import { createWriteStream } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { filesService } from '#core/files/service.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer } from '#core/net/server/open-server.ts';
import { clockOf } from '#lib/clock.ts';
import { openFileStore } from '#lib/files/file-store.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';

const host = '127.0.0.1';
const [kind = '', folder = ''] = process.argv.slice(2);
const few = 10;

/** Answers by closing, when the file is closed. */
function intoFile(socket: Socket): void {
  const file = createWriteStream(join(folder, 'bare.bin'), { flush: kind === 'synced' });
  socket.pipe(file);
  file.on('close', () => socket.end());
}

async function bare(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, intoFile);
  await new Promise<void>((listening) => server.listen(0, host, listening));
  return (server.address() as { port: number }).port;
}

async function files(): Promise<number> {
  const clock = clockOf(Date.now, () => performance.now());
  const onTrouble = (error: Error): never => {
    throw error;
  };
  const logger = new NamedLogger({ isEnabled: () => false, write: () => {} }, 'bench');
  const store = await openFileStore({ folder, quotaBytes: 2 ** 40, clock, onTrouble });
  const server = await openServer({
    host,
    port: 0,
    key: undefined,
    limiter: new ConnectionLimiter({
      connections: few,
      connectionsPerAddress: few,
      unproven: few,
      wrongProofs: few,
    }),
    accessLog: new AccessLog({ logger, counters: new Counters(), uptimeMs: () => clock.uptimeMs() }),
    services: [filesService({ store, isShared: true, stopping: new AbortController().signal, logger })],
    proofTimeoutMs: 60_000,
    idleTimeoutMs: 60_000,
    logger,
    uptimeMs: () => clock.uptimeMs(),
  });
  return server.addresses[0]?.address.port ?? 0;
}

process.on('SIGTERM', () => {
  // In KiB.
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`, () => process.exit());
});
void (kind === 'files' ? files() : bare()).then((port) => process.stdout.write(`${port}\n`));
