import { isDeepStrictEqual } from 'node:util';
import type { OnJobControl, Screen, Stdin } from '#core/net/client/verb.ts';
import type { Connection } from '#lib/net/connection.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { type ClientHeader, type Size, sideMax } from '../wire.ts';

export interface LocalInputOptions {
  readonly stdin: Stdin;
  /** The stream of the prompts. */
  readonly screen: Screen;
  readonly connection: Connection;
  /** The size that the server knows: that of the request. */
  readonly sentSize: Size | undefined;
  /** Stops this process, and calls `resume` when it continues. */
  readonly suspend: (resume: () => void) => void;
  readonly onJobControl: OnJobControl;
  /** Ends the console at once, without the server. */
  readonly onExitRequest: (exit: ExitRequested) => void;
}

/** Ctrl-C and Ctrl-\. */
const exitKeys = [0x03, 0x1c];
/** The time that a server has to end the console after one of them. */
const interruptMs = 2_000;
/** Dragging a window changes its size many times in a row: only the last size is sent. */
const resizeDelayMs = 40;
/** Ctrl-Z. */
const suspendKey = Buffer.of(0x1a);
/** Plain text, a visible cursor, pastes without marks, and an empty line below the prompt. */
const resetScreen = '\x1b[0m\x1b[?25h\x1b[?2004l\n\x1b[J';

/** Sends standard input to the server: each key at once, a pipe in chunks. */
export class LocalInput {
  readonly #options: LocalInputOptions;
  readonly #hasKeys: boolean;
  #isOpen = false;
  #ignoreJobControl: () => void = () => {};
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
    if (this.#hasKeys) this.#ignoreJobControl = this.#options.onJobControl(this.#jobControl);
    else screen.on('error', this.#unread);
    // Until now nothing listened, and the connection may have taken seconds.
    if (!isDeepStrictEqual(sizeOf(screen), this.#options.sentSize)) this.#resize();
  }

  /** Restores the terminal. @param isCleared whether the server has cleared its prompt; if not, the client does. */
  close(isCleared: boolean): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#interruptTimer);
    clearTimeout(this.#resizeTimer);
    const { stdin, screen } = this.#options;
    stdin.off('data', this.#send).off('end', this.#end).pause();
    screen.off('resize', this.#resizeSoon).off('error', this.#unread);
    this.#ignoreJobControl();
    this.#raw(false);
    if (!isCleared && this.#hasKeys && screen.writable) screen.write(resetScreen);
  }

  /** Stops this process: Ctrl-Z was typed, and the server has cleared its prompt. */
  async suspend(): Promise<void> {
    if (!this.#hasKeys || !this.#isOpen) return;
    const { stdin, suspend } = this.#options;
    stdin.pause();
    this.#raw(false);
    await new Promise<void>(suspend);
    // A signal may have ended the console meanwhile, and the terminal belongs to the shell then.
    if (!this.#isOpen) return;
    this.#raw(true);
    stdin.resume();
    // The size comes first, because the prompt opens again at `resume` and fits its list to the size.
    this.#resize();
    this.#tell({ cmd: 'resume' });
  }

  readonly #jobControl = {
    // The server clears its prompt first, as at the key.
    stop: () => void this.#tell({ cmd: 'input' }, suspendKey),
    continued: () => {
      // Node does not set a mode that it has set before, but the shell has changed it meanwhile.
      for (const on of [false, true]) this.#raw(on);
      this.#resize();
      this.#tell({ cmd: 'resume' });
    },
  };

  readonly #send = (bytes: Buffer): void => {
    if (this.#hasKeys && exitKeys.some((key) => bytes.includes(key))) this.#interrupt();
    // Keys are dropped while the send buffer is full: no user types that fast. A pipe is paused.
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
      () => {}, // The connection is lost, and `receive` reports it.
    );
  };

  readonly #end = (): void => {
    // In raw mode Ctrl-D is a key, so the input of a terminal ends only when the terminal is closed.
    if (this.#hasKeys) this.#cutOff();
    else {
      // The server has all lines of the script, and runs it to its end.
      this.#options.screen.off('error', this.#unread);
      void this.#tell({ cmd: 'end' });
    }
  };

  /** Nothing reads the answers to the script any more. */
  readonly #unread = (): void => this.#options.onExitRequest(new ExitRequested('unread'));

  readonly #cutOff = (): void => this.#options.onExitRequest(new ExitRequested('hangup'));

  readonly #resizeSoon = (): void => {
    clearTimeout(this.#resizeTimer);
    this.#resizeTimer = setTimeout(() => this.#resize(), resizeDelayMs);
  };

  #resize(): void {
    const size = sizeOf(this.#options.screen);
    if (size !== undefined) void this.#tell({ cmd: 'resize', ...size });
  }

  #interrupt(): void {
    const exit = () => this.#options.onExitRequest(new ExitRequested('interrupt'));
    if (this.#interruptTimer !== undefined) exit();
    else this.#interruptTimer = setTimeout(exit, interruptMs);
  }

  #tell(header: ClientHeader, bytes?: Buffer): Promise<void> | undefined {
    const { connection } = this.#options;
    if (connection.signal.aborted) return undefined;
    return connection.send(header, bytes) ?? undefined;
  }

  #raw(on: boolean): void {
    if (!this.#hasKeys) return;
    try {
      this.#options.stdin.setRawMode?.(on);
    } catch {
      // The terminal is closed, so there is no mode to restore.
      this.#cutOff();
    }
  }
}

/** @returns undefined for a file, a pipe, and a terminal of unknown size. */
export function sizeOf({ isTTY, columns, rows }: Screen): Size | undefined {
  if (!isTTY || !columns || !rows) return undefined;
  return { columns: Math.min(columns, sideMax), rows: Math.min(rows, sideMax) };
}
