import type { OpenService, OwnUdp, Service } from '#core/net/server/service.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { type Address, formatAddress, isLoopback } from '#lib/net/address.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import { KeyedRateLimit, TokenBucket } from '#lib/net/rate-limit.ts';
import { clean } from '#lib/text/clean.ts';
import { answerBytesMax, timeAnswer } from './answer.ts';

export interface TimeServiceOptions {
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
}

/** Answers with the time over UDP. A datagram is a format of strftime; an empty one means `%Y-%m-%d %X`. */
export const timeService = (options: TimeServiceOptions): Service => ({
  name: 'time',
  own: { protocol: 'udp', port: options.port, open: (address) => openTime(address, options) },
});

/**
 * A forged datagram can make two servers answer each other. This limit soon stops them. A person needs far less. The
 * programs of this machine share one address, so each of their ports counts alone.
 */
const perAddress = { perSecond: 50, burst: 100, keysMax: 4096 };
/** The limit for all other machines together, because each datagram may have another forged address. */
const overTheNetwork = { perSecond: 1000, burst: 1000 };
/** The limit of answers that wait in the socket. */
const sendingMax = 100;

async function openTime(address: Address, { now, logger }: TimeServiceOptions): ReturnType<OwnUdp['open']> {
  const addresses = new KeyedRateLimit(perAddress);
  const network = new TokenBucket(overTheNetwork);
  const counts = new Summary(logger);
  let sending = 0;

  const mayAnswer = (from: Address, nowMs: number): boolean =>
    sending < sendingMax &&
    addresses.take(isLoopback(from.host) ? formatAddress(from) : from.host, nowMs) &&
    (isLoopback(from.host) || network.take(nowMs) === 'pass');

  async function answer(question: Buffer, from: Address): Promise<void> {
    const nowMs = now();
    counts.begin(nowMs);
    if (!mayAnswer(from, nowMs)) return counts.dropped();
    counts.answered(question, from);
    sending++;
    try {
      const bytesMax = answerBytesMax(question.byteLength, from.host);
      const text = timeAnswer(question, new Date(nowMs), bytesMax);
      await datagrams.send(Buffer.from(text), from);
    } catch (error) {
      // The client's port is 0, no route exists, or the buffer is full. The client can ask again.
      counts.unsent(error);
    } finally {
      sending--;
    }
  }

  const datagrams = await openDatagrams({
    ...address,
    onDatagram: (question, from) => void answer(question, from),
    onError: (error) => counts.unsent(error),
  });
  return {
    address: datagrams.address,
    async close() {
      counts.end();
      await datagrams.close();
    },
  };
}

const minuteMs = 60_000;
/** A flood of questions must not rotate the other lines out of the log. */
const linesPerMinute = 60;
const shownBytes = 80;

/** Logs the first questions of each minute, and the numbers of all. */
class Summary {
  readonly #logger: Logger;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #lines = 0;
  #answered = 0;
  #dropped = 0;
  #unsent = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Call it for every datagram. */
  begin(nowMs: number): void {
    // A clock that was set back also starts a new minute.
    if (Math.abs(nowMs - this.#sinceMs) < minuteMs) return;
    this.end();
    this.#sinceMs = nowMs;
  }

  answered(question: Buffer, from: Address): void {
    this.#answered++;
    if (this.#hasLine()) {
      const format = clean(question.toString('utf8', 0, shownBytes));
      this.#logger.debug(`时间 (time) from=${formatAddress(from)} format=${JSON.stringify(format)}`);
    }
  }

  dropped(): void {
    this.#dropped++;
  }

  unsent(error: unknown): void {
    this.#unsent++;
    if (this.#hasLine()) this.#logger.debug(`时间 (time) unsent: ${clean(String(error))}`);
  }

  end(): void {
    if (this.#dropped + this.#answered + this.#unsent > 0) {
      this.#logger.info(
        `时间 (time) answered=${this.#answered} dropped=${this.#dropped} unsent=${this.#unsent}`,
      );
    }
    this.#lines = this.#answered = this.#dropped = this.#unsent = 0;
  }

  #hasLine(): boolean {
    this.#lines++;
    return this.#lines <= linesPerMinute;
  }
}

export interface TimeSettings {
  readonly time: { readonly enabled: boolean; readonly port: number };
}

export const openTimeService: OpenService<TimeSettings> = ({ settings: { time }, app, logger }) =>
  time.enabled ? timeService({ port: time.port, now: () => app.clock.nowMs(), logger }) : undefined;
