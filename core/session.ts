import type { Clock } from '#lib/clock.ts';
import { errors } from './errors.ts';

export interface User {
  readonly name: string;
  /** The maximum length of a session, from the sign-in on. */
  readonly timeoutMs: number;
  /** Whether the name and the password of the sign-in are still valid. Left out: they always are. */
  readonly isValid?: () => Promise<boolean>;
}

/** `revoked`: the password was changed, or the user was removed. */
export type EndReason = 'timeout' | 'idle' | 'revoked';

/** The session ended while a command or a prompt was running. The command has changed nothing. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
  readonly reason: EndReason;

  constructor(reason: EndReason) {
    super(`session ended: ${reason}`);
    this.reason = reason;
  }
}

/** The signed-in user of one terminal, and the end of the session. */
export class Session {
  readonly #clock: Clock;
  readonly #idleTimeoutMs: number;
  #user: User | undefined;
  #signedInAt: Moment = { nowMs: 0, uptimeMs: 0 };
  #activeAt: Moment = { nowMs: 0, uptimeMs: 0 };
  #isRevoked = false;

  /** @param idleTimeoutMs the session also ends after this time without activity; 0 = no limit. */
  constructor(clock: Clock, idleTimeoutMs: number) {
    this.#clock = clock;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** The user who signed in last; undefined after a sign-out. The session may have timed out. */
  get user(): User | undefined {
    return this.#user;
  }

  start(user: User): void {
    this.#user = user;
    this.#isRevoked = false;
    this.#signedInAt = this.#moment();
    this.#activeAt = this.#signedInAt;
  }

  /** After a change of the own password: the session goes on, and its timeout does not change. */
  renew({ isValid }: User): void {
    if (this.#user !== undefined && isValid !== undefined) this.#user = { ...this.#user, isValid };
  }

  /** Ends the session if its password was changed elsewhere, or its user was removed. */
  async recheck(): Promise<void> {
    const user = this.#user;
    if (!this.isLive() || user?.isValid === undefined || (await user.isValid())) return;
    // Another user may have signed in meanwhile.
    if (this.#user === user) this.#isRevoked = true;
  }

  end(): void {
    this.#user = undefined;
  }

  /** Restarts the idle timeout. The timeout of the session itself does not change. */
  touch(): void {
    if (this.isLive()) this.#activeAt = this.#moment();
  }

  isLive(): boolean {
    return this.#user !== undefined && !this.#isRevoked && this.remainingMs() > 0;
  }

  remainingMs(): number {
    return Math.max(0, Math.min(this.#timeoutLeftMs(), this.#idleLeftMs()));
  }

  /** Guards every change: call it right before writing. @throws SessionEnded, or AppError `not_signed_in`. */
  requireLive(): User {
    if (this.#user === undefined) throw errors.not_signed_in();
    if (!this.isLive()) throw new SessionEnded(this.endReason());
    return this.#user;
  }

  /** The signal aborts with SessionEnded when the session ends. It never aborts while no user is signed in. */
  untilEnd(): { readonly signal: AbortSignal; dispose(): void } {
    const controller = new AbortController();
    let cancel = () => {};
    const wait = (): void => {
      cancel = this.#clock.after(this.remainingMs(), () => {
        // Activity may have restarted the idle timeout meanwhile.
        if (this.isLive()) wait();
        else controller.abort(new SessionEnded(this.endReason()));
      });
    };
    if (this.#user !== undefined) wait();
    return { signal: controller.signal, dispose: () => cancel() };
  }

  endReason(): EndReason {
    if (this.#isRevoked) return 'revoked';
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

  /** The larger of two differences: the wall clock can be set back, and the uptime stops while the machine sleeps. */
  #sinceMs({ nowMs, uptimeMs }: Moment): number {
    return Math.max(this.#clock.nowMs() - nowMs, this.#clock.uptimeMs() - uptimeMs);
  }
}

/** The same moment on both clocks. */
interface Moment {
  readonly nowMs: number;
  readonly uptimeMs: number;
}
