/**
 * A terminal for tests: a real process in a real pty, and a headless terminal that shows its output.
 *
 *   await using screen = openScreen({ file: 'bin/start.js', env: { [variable('HOME')]: home } });
 *   await screen.waitFor('name');
 *   screen.type('egon');
 *   screen.press('enter');
 *   await screen.waitFor(/balance .* 100\.00/);
 *   screen.press('ctrl-c');
 *   expect(await screen.exit()).toEqual({ code: 130, signal: undefined });
 *
 * - `waitFor` looks at the present screen, not at all output so far. When the time is up it
 *   fails with the screen in its message. To wait for a change, wait for a text that was not there before.
 * - The process gets no environment but PATH, HOME, TERM, LANG and what `env` adds: no NO_COLOR, no CI and no
 *   NODE_OPTIONS of the machine changes what a test sees.
 * - `await using` (or `close()` in a finally) kills a running process, so that no test leaves one behind.
 */
import { closeSync, constants as fsConstants, openSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { patienceMs } from '#test/kit/waiting.ts';
import { processesAt } from './processes-at.ts';
import { modernWidths } from './screen-widths.ts';

const keys = {
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  backspace: '\x7f',
  delete: '\x1b[3~',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  'page-up': '\x1b[5~',
  'page-down': '\x1b[6~',
  'ctrl-a': '\x01',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-e': '\x05',
  'ctrl-k': '\x0b',
  'ctrl-u': '\x15',
  'ctrl-w': '\x17',
  'ctrl-z': '\x1a',
  'ctrl-\\': '\x1c',
} as const;

export type ScreenKey = keyof typeof keys;

export interface ScreenOptions {
  /** A script for node; or `command`, a line for sh. */
  readonly file?: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** By default 100 by 40. */
  readonly columns?: number;
  readonly rows?: number;
  /** The path of another node than that of the tests. */
  readonly node?: string;
}

export interface ScreenExit {
  /** The exit code; undefined if a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

export interface Screen extends AsyncDisposable {
  readonly pid: number;
  /** Sends text as a paste would: all at once. A line feed in it is sent as Enter. */
  type(text: string): void;
  press(...pressed: ScreenKey[]): void;
  /** Waits until the screen shows the text, matches the pattern or satisfies the function; by default a minute. @returns the screen. */
  waitFor(wanted: string | RegExp | ((screen: string) => boolean), timeoutMs?: number): Promise<string>;
  /** The screen: lines without trailing spaces, joined by line feeds, without empty lines at the end. */
  text(): string;
  /** All lines, with those that have scrolled out at the top. */
  history(): string;
  /** The column in which the text begins, zero-based, for each line of the screen that holds it. */
  columnsOf(text: string): readonly number[];
  /** Zero-based, counted from the top left of the screen. */
  cursor(): { readonly column: number; readonly row: number; readonly visible: boolean };
  /** The title of the window, '' if no program set one. */
  title(): string;
  /** The whole output, with its escape sequences. */
  raw(): string;
  resize(columns: number, rows: number): void;
  kill(signal: NodeJS.Signals): void;
  /** Closes the window, as the user or a broken line does: the process gets SIGHUP, its streams fail. */
  hangUp(): void;
  /** Waits for the end of the process; fails with the screen after `timeoutMs`, by default a minute. */
  exit(timeoutMs?: number): Promise<ScreenExit>;
  /** Kills the process if it still runs. */
  close(): Promise<void>;
}

const pollMs = 10;
/** Marks the end of a program's output; it is written after the last byte. Terminals ignore the string. */
const endMark = '\x1b_end of output\x1b\\';
const pieceBytes = 4_096;
const resendMs = 1;

/** Members of the library's pty that its published type leaves out. */
interface OpenPty extends IPty {
  /** Our end, which does not block. */
  readonly fd: number;
  /** Reads from our end, and closes it when destroyed. */
  readonly _socket: { readonly destroyed: boolean; once(event: 'close', listener: () => void): void };
  /** Unless it is set, the library closes our end 200 ms after the exit, read or not. */
  _emittedClose: boolean;
  /** The name of the program's end. */
  readonly _pty: string;
  /** Closes our end. */
  destroy(): void;
}

export function openScreen(options: ScreenOptions): Screen {
  const { columns = 100, rows = 40, cwd = process.cwd(), node = process.execPath } = options;
  const { PATH, HOME } = process.env;
  const terminal = new headless.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  modernWidths(terminal);
  const [file, args] =
    options.command === undefined
      ? [node, [options.file ?? '', ...(options.args ?? [])]]
      : ['/bin/sh', ['-c', options.command, 'sh', ...(options.args ?? [])]];
  const pty = spawn(file, args, {
    // The library sets TERM to this.
    name: options.env?.['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: {
      PATH,
      HOME,
      LANG: 'C.UTF-8',
      ...options.env,
    },
  });
  return new PtyScreen(pty as OpenPty, terminal);
}

class PtyScreen implements Screen {
  readonly #pty: OpenPty;
  readonly #terminal: headless.Terminal;
  #raw = '';
  #unsent: Buffer = Buffer.alloc(0);
  #title = '';
  #cursorVisible = true;
  #exit: ScreenExit | undefined;
  #onData: () => void = () => {};

  constructor(pty: OpenPty, terminal: headless.Terminal) {
    this.#pty = pty;
    this.#terminal = terminal;
    pty.onData((data) => {
      this.#raw += data;
      terminal.write(data);
      this.#onData();
    });
    pty._emittedClose = true;
    const untilRead = this.#holdOpen();
    pty.onExit(async ({ exitCode, signal }) => {
      await untilRead();
      this.#exit = signal
        ? { code: undefined, signal: signalName(signal) }
        : { code: exitCode, signal: undefined };
    });
    terminal.onTitleChange((title) => {
      this.#title = title;
    });
    // Answers to a program's questions to its terminal, such as the position of the cursor.
    terminal.onData((answer) => {
      this.#send(answer);
    });
    for (const [final, visible] of [
      ['h', true],
      ['l', false],
    ] as const) {
      terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        if (parameters.includes(25)) this.#cursorVisible = visible;
        return false;
      });
    }
  }

  get pid(): number {
    return this.#pty.pid;
  }

  type(text: string): void {
    this.#send(text.replaceAll('\n', '\r'));
  }

  press(...pressed: ScreenKey[]): void {
    for (const key of pressed) this.#send(keys[key]);
  }

  async waitFor(
    wanted: string | RegExp | ((screen: string) => boolean),
    timeoutMs: number = patienceMs,
  ): Promise<string> {
    const found = (text: string) =>
      typeof wanted === 'string'
        ? text.includes(wanted)
        : wanted instanceof RegExp
          ? wanted.test(text)
          : wanted(text);
    return await this.#until(
      () => (found(this.text()) ? this.text() : undefined),
      `waited for ${wanted}`,
      timeoutMs,
    );
  }

  text(): string {
    const { viewportY } = this.#terminal.buffer.active;
    return this.#lines(viewportY, viewportY + this.#terminal.rows);
  }

  history(): string {
    return this.#lines(0, this.#terminal.buffer.active.length);
  }

  columnsOf(text: string): readonly number[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) => active.getLine(active.viewportY + row))
      .flatMap((line) => (line === undefined ? [] : [line]))
      .flatMap((line) => {
        const end = line.translateToString().indexOf(text);
        if (end < 0) return [];
        let [column, chars] = [0, 0];
        // A cell holds a character of one or two columns; the second column is an empty cell of its own.
        for (; chars < end; column++) {
          const cell = line.getCell(column);
          if (cell?.getWidth() !== 0) chars += cell?.getChars().length || 1;
        }
        return [column];
      });
  }

  cursor() {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { column: cursorX, row: cursorY, visible: this.#cursorVisible };
  }

  title(): string {
    return this.#title;
  }

  raw(): string {
    return this.#raw;
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
    this.#terminal.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    this.#pty.kill(signal);
  }

  hangUp(): void {
    this.#pty.destroy();
  }

  async exit(timeoutMs: number = patienceMs): Promise<ScreenExit> {
    const exit = await this.#until(() => this.#exit, 'waited for the end of the process', timeoutMs);
    await this.#drawn();
    return exit;
  }

  async close(): Promise<void> {
    if (this.#exit === undefined) {
      this.#pty.kill('SIGKILL');
      await this.exit();
    }
    this.#terminal.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Keeps the program's side of the pty open: when its last holder closes it, Linux drops unread output, and a busy
   * machine loses the last lines. @returns a function that reads the rest after the program's end, and closes the side.
   */
  #holdOpen(): () => Promise<void> {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = fsConstants;
    const held = openSync(this.#pty._pty, O_RDWR | O_NOCTTY | O_NONBLOCK);
    return async () => {
      await this.#readToMark(held);
      closeSync(held);
    };
  }

  #readToMark(held: number): Promise<void> {
    return new Promise((resolve) => {
      let unsent: Buffer = Buffer.from(endMark);
      const send = (): void => {
        // Once the window has been closed, `held` is too, and its number may be another file's.
        const sent = this.#pty._socket.destroyed ? 'hung up' : writeSome(held, unsent);
        if (sent === 'hung up') resolve();
        else if (sent < unsent.length) {
          unsent = unsent.subarray(sent);
          setTimeout(send, resendMs);
        }
      };
      this.#pty._socket.once('close', resolve);
      this.#onData = () => {
        const end = this.#raw.lastIndexOf(endMark);
        if (end < 0) return;
        this.#raw = this.#raw.slice(0, end);
        resolve();
      };
      send();
    });
  }

  /**
   * Does not use the library's own `write`: while the program does not read, that one tries again without returning,
   * and output of the program is not read meanwhile. The two would wait for each other for ever.
   */
  #send(text: string): void {
    const isIdle = this.#unsent.length === 0;
    this.#unsent = Buffer.concat([this.#unsent, Buffer.from(text)]);
    if (isIdle) this.#sendNext();
  }

  #sendNext(): void {
    // The number of a closed end may belong to another file. After the program's end no process reads from the pty.
    const isOver = this.#pty._socket.destroyed || !isAlive(this.#pty.pid);
    const sent = isOver ? 'hung up' : writeSome(this.#pty.fd, this.#unsent.subarray(0, pieceBytes));
    this.#unsent = sent === 'hung up' ? Buffer.alloc(0) : this.#unsent.subarray(sent);
    if (this.#unsent.length > 0) setTimeout(() => this.#sendNext(), resendMs);
  }

  async #until<T>(poll: () => T | undefined, what: string, timeoutMs: number): Promise<T> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      await this.#drawn();
      const value = poll();
      if (value !== undefined) return value;
      if (performance.now() > end)
        throw new Error(
          `${what}, but after ${timeoutMs} ms the screen is:\n${this.#framed()}\n${processesAt(this.#pty._pty)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** The headless terminal draws a little after it is written to. */
  #drawn(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write('', resolve));
  }

  #lines(from: number, to: number): string {
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: to - from }, (_, index) => active.getLine(from + index));
    return lines
      .map((line) => line?.translateToString(true).trimEnd() ?? '')
      .join('\n')
      .trimEnd();
  }

  #framed(): string {
    const { column, row, visible } = this.cursor();
    const rule = '─'.repeat(this.#terminal.cols);
    const state = this.#exit === undefined ? 'running' : `ended with ${this.#exit.code ?? this.#exit.signal}`;
    return `${rule}\n${this.text()}\n${rule}\ncursor ${column},${row}${visible ? '' : ' hidden'}; process ${state}`;
  }
}

function signalName(number: number): NodeJS.Signals | undefined {
  return (Object.keys(constants.signals) as NodeJS.Signals[]).find(
    (name) => constants.signals[name] === number,
  );
}

/** @returns how many bytes the pty took. */
function writeSome(fd: number, bytes: Uint8Array): number | 'hung up' {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return 0;
    if (code === 'EIO') return 'hung up';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
