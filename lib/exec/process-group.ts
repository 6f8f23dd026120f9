import { setTimeout } from 'node:timers/promises';

/** Time between SIGTERM, after which a program can clean up, and SIGKILL. */
const graceMs = 2_000;
/** Time to wait after SIGKILL. A process that is still there sleeps in the kernel or belongs to another user. */
const killMs = 2_000;
const pollMs = 10;

/** The groups that have not ended yet, by the id of their first process. */
const running = new Set<number>();

function killAll(): void {
  for (const id of running) sendSignal(id, 'SIGKILL');
}

/** A process that was started `detached`, and its descendants, except those that have moved to another group. */
export class ProcessGroup {
  readonly #id: number;
  #ending: Promise<void> | undefined;

  /**
   * From now on the end of this process also ends the group, unless SIGKILL ends this process.
   * @param id the process id of the first process.
   */
  constructor(id: number) {
    this.#id = id;
    if (running.size === 0) process.on('exit', killAll);
    running.add(id);
  }

  /** Ends the remaining processes of the group. Resolves when the group is gone or cannot be ended. */
  end(): Promise<void> {
    // Only once: after its end, the system may give the id of the group to another group.
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const isGone =
      !sendSignal(this.#id, 'SIGTERM') ||
      (await this.#isGoneWithin(graceMs)) ||
      !sendSignal(this.#id, 'SIGKILL');
    if (!isGone) await this.#isGoneWithin(killMs);
    running.delete(this.#id);
    if (running.size === 0) process.off('exit', killAll);
  }

  async #isGoneWithin(timeoutMs: number): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
      // The system does not report the end of a group, so this polls. A zombie still counts as a process of the group.
      if (!sendSignal(this.#id, 0)) return true;
      await setTimeout(pollMs);
    }
    return !sendSignal(this.#id, 0);
  }
}

/** @param signal 0 sends nothing. @returns whether the group exists. */
function sendSignal(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-id, signal);
  } catch (error) {
    // EPERM: the group exists, but its processes run as another user (setuid) and get no signal from this one.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
