import type { RefusedLink } from '#lib/net/listener.ts';

/** Counts connections, bytes and requests since the start of the server. */
export class Counters {
  #connections = 0;
  #receivedBytes = 0;
  #sentBytes = 0;
  readonly #requests = new Map<string, { count: number; errors: number }>();
  readonly #refused = new Map<RefusedLink, number>();

  connected(): void {
    this.#connections++;
  }

  /** @param command a known command or `?`, so that clients cannot fill the memory with names. */
  served(command: string, isError: boolean): void {
    const counts = this.#requests.get(command) ?? { count: 0, errors: 0 };
    counts.count++;
    if (isError) counts.errors++;
    this.#requests.set(command, counts);
  }

  refused(why: RefusedLink): void {
    this.#refused.set(why, (this.#refused.get(why) ?? 0) + 1);
  }

  /** Adds the bytes of a connection that has ended. */
  transferred(receivedBytes: number, sentBytes: number): void {
    this.#receivedBytes += receivedBytes;
    this.#sentBytes += sentBytes;
  }

  json() {
    return {
      connections_total: this.#connections,
      received_bytes: this.#receivedBytes,
      sent_bytes: this.#sentBytes,
      requests: Object.fromEntries(this.#requests),
      refused: Object.fromEntries(this.#refused),
    };
  }
}
