import { setTimeout } from 'node:timers/promises';

/** Between SIGTERM, which a program may use to tidy up, and SIGKILL, which leaves it no choice. */
const graceMs = 2_000;
/** After SIGKILL. What is still there then sleeps in the kernel, or belongs to another user, and cannot be waited for. */
const killMs = 2_000;
const pollMs = 10;

/** The groups that have not been ended yet, by the id of their first process. */
const running = new Set<number>();

function killAll(): void {
  for (const id of running) sendSignal(id, 'SIGKILL');
}

/** A process that was started `detached`, and all that it has started since, unless that has left the group itself. */
export class ProcessGroup {
  readonly #id: number;
  #ending: Promise<void> | undefined;

  /** @param id of the first process. From now on the group does not outlive this process, unless SIGKILL ends it. */
  constructor(id: number) {
    this.#id = id;
    if (running.size === 0) process.on('exit', killAll);
    running.add(id);
  }

  /** Ends what is left of the group. @returns when it is gone, or cannot be ended. */
  end(): Promise<void> {
    // Once only: the id of a group that is gone may belong to another group.
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
      // The system does not report the end of a group's last process. A zombie, which its parent has not waited for, still counts.
      if (!sendSignal(this.#id, 0)) return true;
      await setTimeout(pollMs);
    }
    return !sendSignal(this.#id, 0);
  }
}

/** @returns whether there is such a group. */
function sendSignal(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-id, signal);
  } catch (error) {
    // EPERM: a program that runs as another user (setuid) is there, but not ours to end.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
