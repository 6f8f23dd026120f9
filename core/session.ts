import type { Clock } from '#lib/clock.ts';
import { errors } from './errors.ts';

export interface User {
  readonly name: string;
  /** How long a session of this user lasts, from sign-in. */
  readonly timeoutMs: number;
}

/** Thrown by whatever was running or being asked when the session ended. Nothing of it has taken effect. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
  readonly reason: 'timeout' | 'idle';

  constructor(reason: 'timeout' | 'idle') {
    super(`session ended: ${reason}`);
    this.reason = reason;
  }
}

/** Who is signed in at one terminal, and until when. */
export class Session {
  readonly #clock: Clock;
  readonly #idleTimeoutMs: number;
  #user: User | undefined;
  #signedInAt: Moment = { nowMs: 0, uptimeMs: 0 };
  #activeAt: Moment = { nowMs: 0, uptimeMs: 0 };

  /** @param idleTimeoutMs a session also ends after so long without an answer; 0 = never. */
  constructor(clock: Clock, idleTimeoutMs: number) {
    this.#clock = clock;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** The user of the session, which may have ended meanwhile. */
  get user(): User | undefined {
    return this.#user;
  }

  start(user: User): void {
    this.#user = user;
    this.#signedInAt = this.#moment();
    this.#activeAt = this.#signedInAt;
  }

  end(): void {
    this.#user = undefined;
  }

  /** Notes a sign of life, which puts off the idle timeout but never the session's own end. */
  touch(): void {
    if (this.isLive()) this.#activeAt = this.#moment();
  }

  isLive(): boolean {
    return this.#user !== undefined && this.remainingMs() > 0;
  }

  remainingMs(): number {
    return Math.max(0, Math.min(this.#timeoutLeftMs(), this.#idleLeftMs()));
  }

  /** The guard of everything that takes effect. @throws SessionEnded, or AppError `not_signed_in`. */
  requireLive(): User {
    if (this.#user === undefined) throw errors.not_signed_in();
    if (!this.isLive()) throw new SessionEnded(this.endReason());
    return this.#user;
  }

  /** A signal that aborts, with SessionEnded as its reason, when the session ends. Never aborts when nobody is signed in. */
  untilEnd(): { readonly signal: AbortSignal; dispose(): void } {
    const controller = new AbortController();
    let cancel = () => {};
    const wait = (): void => {
      cancel = this.#clock.after(this.remainingMs(), () => {
        // Activity may have put the idle end off meanwhile.
        if (this.isLive()) wait();
        else controller.abort(new SessionEnded(this.endReason()));
      });
    };
    if (this.#user !== undefined) wait();
    return { signal: controller.signal, dispose: () => cancel() };
  }

  endReason(): SessionEnded['reason'] {
    return this.#idleLeftMs() < this.#timeoutLeftMs() ? 'idle' : 'timeout';
  }

  #timeoutLeftMs(): number {
    return (this.#user?.timeoutMs ?? 0) - this.#sinceMs(this.#signedInAt);
  }

  #idleLeftMs(): number {
    if (this.#idleTimeoutMs === 0) return Number.POSITIVE_INFINITY;
    return this.#idleTimeoutMs - this.#sinceMs(this.#activeAt);
  }

  #moment(): Moment {
    return { nowMs: this.#clock.nowMs(), uptimeMs: this.#clock.uptimeMs() };
  }

  /** By whichever clock more time has passed: one can be set back, the other sleeps with the machine. */
  #sinceMs({ nowMs, uptimeMs }: Moment): number {
    return Math.max(this.#clock.nowMs() - nowMs, this.#clock.uptimeMs() - uptimeMs);
  }
}

/** One moment on both clocks. */
interface Moment {
  readonly nowMs: number;
  readonly uptimeMs: number;
}
