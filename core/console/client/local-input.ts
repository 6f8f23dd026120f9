import type { Screen, Stdin } from '#core/net/client/verb.ts';
import type { Connection } from '#lib/net/connection.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';

export interface LocalInputOptions {
  readonly stdin: Stdin;
  /** Where prompts are drawn. */
  readonly screen: Screen;
  readonly connection: Connection;
  /** Stops this process, and calls back when it goes on. */
  readonly suspend: (resume: () => void) => void;
  /** The person leaves, whatever the server may do. */
  readonly onLeave: (left: ExitRequested) => void;
}

const interrupt = 0x03;
/** A server that has not ended the console so long after Ctrl-C is not going to. */
const interruptMs = 2_000;
/** A window that is being pulled changes its size at every step. */
const resizeMs = 40;
const sizeMax = 1000;
const resetLook = '\x1b[0m\x1b[?25h\n\x1b[J';

/** Sends what is typed here, key by key or, from a pipe, piece by piece. */
export class LocalInput {
  readonly #options: LocalInputOptions;
  readonly #hasKeys: boolean;
  #isOpen = false;
  #isFull = false;
  #interruptTimer: NodeJS.Timeout | undefined;
  #resizeTimer: NodeJS.Timeout | undefined;

  constructor(options: LocalInputOptions) {
    this.#options = options;
    this.#hasKeys = options.stdin.isTTY === true;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { stdin, screen } = this.#options;
    this.#raw(true);
    stdin.on('data', this.#send).on('end', this.#end).on('error', this.#cutOff).resume();
    screen.on('resize', this.#resizeSoon);
  }

  /** Gives the terminal back. @param isTidy the server has done its part; otherwise a prompt still stands there. */
  close(isTidy: boolean): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#interruptTimer);
    clearTimeout(this.#resizeTimer);
    const { stdin, screen } = this.#options;
    stdin.off('data', this.#send).off('end', this.#end).pause();
    screen.off('resize', this.#resizeSoon);
    this.#raw(false);
    if (!isTidy && this.#hasKeys && screen.writable) screen.write(resetLook);
  }

  /** Ctrl-Z, once the server has cleared the screen for it. Without keys nobody can have pressed it. */
  async suspend(): Promise<void> {
    if (!this.#hasKeys || !this.#isOpen) return;
    const { stdin, suspend } = this.#options;
    stdin.pause();
    this.#raw(false);
    await new Promise<void>(suspend);
    this.#raw(true);
    stdin.resume();
    this.#tell({ cmd: 'resume' });
    this.#resize();
  }

  readonly #send = (bytes: Buffer): void => {
    if (this.#hasKeys && bytes.includes(interrupt)) this.#interrupt();
    // A person cannot type as much as there is room for; a pipe waits.
    if (this.#isFull) return;
    const room = this.#tell({ cmd: 'input' }, bytes);
    if (room === undefined) return;
    this.#isFull = true;
    if (!this.#hasKeys) this.#options.stdin.pause();
    room.then(
      () => {
        this.#isFull = false;
        if (this.#isOpen) this.#options.stdin.resume();
      },
      () => {}, // Lost: whoever receives hears of it.
    );
  };

  readonly #end = (): void => {
    void this.#tell({ cmd: 'end' });
  };

  readonly #cutOff = (): void => this.#options.onLeave(new ExitRequested('hangup'));

  readonly #resizeSoon = (): void => {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = setTimeout(() => this.#resize(), resizeMs);
  };

  #resize(): void {
    const size = sizeOf(this.#options.screen);
    if (size !== undefined) void this.#tell({ cmd: 'resize', ...size });
  }

  #interrupt(): void {
    const leave = () => this.#options.onLeave(new ExitRequested('interrupt'));
    if (this.#interruptTimer !== undefined) leave();
    else this.#interruptTimer = setTimeout(leave, interruptMs);
  }

  #tell(header: Readonly<Record<string, unknown>>, bytes?: Buffer): Promise<void> | undefined {
    const { connection } = this.#options;
    if (connection.signal.aborted) return undefined;
    return connection.send(header, bytes) ?? undefined;
  }

  #raw(on: boolean): void {
    if (!this.#hasKeys) return;
    try {
      this.#options.stdin.setRawMode?.(on);
    } catch {
      // The terminal is gone: there is no mode left to set.
      this.#cutOff();
    }
  }
}

/** @returns undefined for what is no terminal, or does not know its size. */
export function sizeOf({ isTTY, columns, rows }: Screen): { columns: number; rows: number } | undefined {
  if (!isTTY || !columns || !rows) return undefined;
  return { columns: Math.min(columns, sizeMax), rows: Math.min(rows, sizeMax) };
}
