import { type FilesOptions, filesService } from '#core/files/service.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer } from '#core/net/server/open-server.ts';
import type { Clock } from '#lib/clock.ts';
import { type FileStore, openFileStore } from '#lib/files/file-store.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';
import type { Address } from '#lib/net/address.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { patienceMs } from '#test/kit/waiting.ts';

export interface FilesServerOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly key?: Buffer;
  readonly quotaBytes?: number;
  readonly isShared?: boolean;
  readonly bodyWaitMs?: NonNullable<FilesOptions['bodyWaitMs']>;
}

export interface FilesServer {
  readonly address: Address;
  readonly store: FileStore;
  readonly lines: readonly string[];
  /** As by SIGTERM, but running requests may finish without a time limit. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const many = 1_000;

/** A real server on a free port that serves files, and nothing else. */
export async function serveFiles(options: FilesServerOptions): Promise<FilesServer> {
  const { folder, clock, key, quotaBytes = 2 ** 40, isShared = true, bodyWaitMs } = options;
  const lines: string[] = [];
  const logger = new NamedLogger(
    { isEnabled: () => true, write: (level, _name, _place, message) => lines.push(`${level} ${message}`) },
    'server',
  );
  const onTrouble = (error: Error) => lines.push(String(error));
  const stopping = new AbortController();
  const store = await openFileStore({ folder, quotaBytes, clock, onTrouble });
  const server = await openServer({
    host: '127.0.0.1',
    port: 0,
    key,
    limiter: new ConnectionLimiter({
      connections: many,
      connectionsPerAddress: many,
      unproven: many,
      wrongProofs: many,
    }),
    accessLog: new AccessLog({ logger, counters: new Counters(), uptimeMs: () => clock.uptimeMs() }),
    services: [
      filesService({ store, isShared, stopping: stopping.signal, logger, ...(bodyWaitMs && { bodyWaitMs }) }),
    ],
    proofTimeoutMs: patienceMs,
    idleTimeoutMs: 600_000,
    logger,
    uptimeMs: () => clock.uptimeMs(),
  });
  const [place] = server.addresses;
  if (place === undefined) throw new Error('nothing is served');
  return {
    address: place.address,
    store,
    lines,
    stop() {
      stopping.abort();
      return server.stop(10 * 60_000);
    },
    async close() {
      stopping.abort();
      await server.stop(0);
      await store.close();
    },
  };
}
