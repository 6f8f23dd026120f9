/** A process that serves, for the benchmarks of the network: `bare` echoes bytes, `frames` answers frames as the app does. */
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logging } from '#conf/logging.ts';
import { Counters } from '#core/services/counters.ts';
import { echoService } from '#core/services/echo.ts';
import { openServer } from '#core/services/open-server.ts';
import { openLogs } from '#lib/logger/open-logs.ts';
import { Gate } from '#lib/net/gate.ts';

const host = '127.0.0.1';
const many = 100_000;

const servers: Readonly<Record<string, () => Promise<number>>> = {
  async bare() {
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('data', (chunk) => socket.write(chunk)).on('error', () => {});
    });
    await new Promise<void>((listening) => server.listen(0, host, 4096, listening));
    return (server.address() as { port: number }).port;
  },
  async frames() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-log-'));
    const quiet = () => {};
    const logs = await openLogs({ ...logging, folder, now: Date.now, show: quiet, onTrouble: quiet });
    const server = await openServer({
      host,
      port: 0,
      key: undefined,
      gate: new Gate({ connections: many, connectionsPerAddress: many, unproven: many, wrongProofs: 1 }),
      counters: new Counters(),
      services: [{ name: 'echo', handlers: echoService({ port: 0 }).handlers ?? {} }],
      proofTimeoutMs: 60_000,
      idleTimeoutMs: 60_000,
      logger: process.env['QUIET']
        ? ({ ...logs.logger('bench'), info() {}, debug() {}, at: () => ({ info() {}, debug() {} }) } as never)
        : logs.logger('bench'),
      uptimeMs: () => performance.now(),
    });
    return server.places[0]?.address.port ?? 0;
  },
};

const port = await servers[process.argv[2] ?? '']?.();
process.stdout.write(`${port}\n`);
