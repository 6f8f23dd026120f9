import type { Logger } from '#lib/logger/logger.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';
import type { Served } from '#lib/net/dispatch.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import type { Link } from '#lib/net/link.ts';
import type { RefusedLink } from '#lib/net/listener.ts';
import { TokenBucket } from '#lib/net/rate-limit.ts';
import { toServerError } from './answers.ts';
import type { Counters } from './counters.ts';

export interface AccessLogOptions {
  readonly logger: Logger;
  readonly counters: Counters;
  /** A monotonic clock, in milliseconds. */
  readonly uptimeMs: () => number;
}

/** Logs and counts connections, requests and refused connections, one line each. */
export class AccessLog {
  readonly #options: AccessLogOptions;
  /** Limits the lines of refused connections, so that a flood does not displace the other lines of the log. */
  readonly #refusals = new TokenBucket({ perSecond: 1, burst: 60 });

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  connected({ id, peer, isEncrypted }: Link): void {
    const { logger, counters } = this.#options;
    counters.connected();
    logger.info(`连接 (connected) ${id} ${formatAddress(peer)}${isEncrypted ? ' tls' : ''}`);
  }

  /** @param command a known command, or `?`. */
  served({ connection: { id, peer }, tookMs, error }: Served, command: string): void {
    const { logger, counters } = this.#options;
    const outcome = error === undefined ? 'ok' : (toServerError(error)?.code ?? 'broken');
    counters.served(command, error !== undefined);
    logger.info(`访问 (access) ${id} ${formatAddress(peer)} ${command} ${outcome} ${tookMs.toFixed(1)} ms`);
  }

  ended({ id, receivedBytes, sentBytes }: FrameConnection, reason: string): void {
    const { logger, counters } = this.#options;
    counters.transferred(receivedBytes, sentBytes);
    logger.info(`断开 (disconnected) ${id} ${reason} in=${receivedBytes} out=${sentBytes}`);
  }

  refused(peer: Address, why: RefusedLink): void {
    const { logger, counters, uptimeMs } = this.#options;
    counters.refused(why);
    if (this.#refusals.take(uptimeMs()) === 'pass')
      logger.info(`拒绝连接 (refused) ${formatAddress(peer)} ${why}`);
  }
}
