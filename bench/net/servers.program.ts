/**
 * A server process for the benchmarks of the network. Prints its port. `bytes` sends back
 * every byte, `lengths` the messages that begin with their length, `frames` answers as the app does, `frames-logged`
 * with the access log.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logging } from '#conf/logging.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer } from '#core/net/server/open-server.ts';
import type { Service } from '#core/net/server/service.ts';
import { openLogs } from '#lib/logger/open-logs.ts';
import { readBody } from '#lib/net/body.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';

const host = '127.0.0.1';
const many = 100_000;

/** Answers a frame with its own body. */
const returning: Service = {
  name: 'return',
  handlers: {
    async return(request, connection) {
      await connection.send({ status: 'ok' }, await readBody(request, many));
    },
  },
};

async function bare(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => serve(socket.on('error', () => {})));
  await new Promise<void>((listening) => server.listen(0, host, 4096, listening));
  return (server.address() as { port: number }).port;
}

/** One answer, and one write, for each message. */
function returnLengths(socket: Socket): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32LE(0)) {
      const end = 4 + bytes.readInt32LE(0);
      socket.write(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
    }
    rest = bytes;
  });
}

async function frames(isLogged: boolean): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-log-'));
  const quiet = () => {};
  const fileLevel = isLogged ? 'debug' : 'error';
  const logs = await openLogs({
    ...logging,
    fileLevel,
    folder,
    now: Date.now,
    show: quiet,
    onTrouble: quiet,
  });
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const server = await openServer({
    host,
    port: 0,
    key: undefined,
    limiter: new ConnectionLimiter({
      connections: many,
      connectionsPerAddress: many,
      unproven: many,
      wrongProofs: 1,
    }),
    accessLog: new AccessLog({
      logger: logs.logger('bench'),
      counters: new Counters(),
      uptimeMs: () => performance.now(),
    }),
    services: [returning],
    proofTimeoutMs: 60_000,
    idleTimeoutMs: 60_000,
    logger: logs.logger('bench'),
    uptimeMs: () => performance.now(),
  });
  return server.addresses[0]?.address.port ?? 0;
}

const servers: Readonly<Record<string, () => Promise<number>>> = {
  bytes: () => bare((socket) => socket.on('data', (chunk) => socket.write(chunk))),
  lengths: () => bare(returnLengths),
  frames: () => frames(false),
  'frames-logged': () => frames(true),
};

process.on('SIGTERM', () => process.exit());
void servers[process.argv[2] ?? '']?.().then((port) => process.stdout.write(`${port}\n`));
