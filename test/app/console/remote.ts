import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';
import { type Ended, endOf } from '#test/kit/run.ts';
import { openScreen, type Screen, type ScreenOptions } from '#test/kit/screen.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const bin = join(root, 'bin');
export const client = join(bin, 'connect.js');

/** A server as a process of its own; `await using` ends it. */
export class AppServer implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  /** Of the server's own port, where the console is. */
  readonly address: string;

  private constructor(child: ChildProcessWithoutNullStreams, address: string) {
    this.#child = child;
    this.address = address;
  }

  /** @param port 0: any free one. */
  static async start(home: Home, port = 0): Promise<AppServer> {
    const child = spawnNode([join(bin, 'serve.js'), '--no-auth', '--port', String(port)], home, {});
    let printed = '';
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += text;
      const [, address] = /^console tcp (\S+)$/m.exec(printed) ?? [];
      if (address === undefined) continue;
      // Later output is not needed, and must not fill the pipe.
      child.stdout.resume();
      return new AppServer(child, address);
    }
    throw new Error(`the server did not start:\n${printed}`);
  }

  get port(): number {
    return Number(this.address.split(':').at(-1));
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @returns the exit code, or the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return exitCode ?? (signalCode as NodeJS.Signals);
    const [code, signal] = await once(this.#child, 'exit');
    return code ?? signal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended();
  }
}

export interface RemoteScreenOptions extends Pick<ScreenOptions, 'columns' | 'rows' | 'env'> {
  /** Chinese when left out. */
  readonly language?: 'zh' | 'en';
  readonly args?: readonly string[];
  /** A line for sh; the client's command is in its arguments. */
  readonly shell?: string;
}

/** The client in a window, seen by a person. */
export function openRemoteScreen(
  server: Pick<AppServer, 'address'>,
  { language = 'zh', args = [], env, shell, ...options }: RemoteScreenOptions = {},
): Screen {
  const words = [client, server.address, '--no-auth', ...args];
  return openScreen({
    ...(shell === undefined
      ? { file: client, args: words.slice(1) }
      : { command: shell, args: [process.execPath, ...words] }),
    rows: 60,
    ...options,
    env: { APP_LANGUAGE: language, ...env },
  });
}

export interface RemoteRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the client to its end, without a terminal. */
export function runRemote(
  server: Pick<AppServer, 'address'>,
  args: readonly string[],
  { env = {}, input = '' }: RemoteRunOptions = {},
): Promise<Ended> {
  const child = spawnNode([client, server.address, '--no-auth', ...args], undefined, env);
  const ended = endOf(child);
  child.stdin.end(input);
  return ended;
}

function spawnNode(
  args: readonly string[],
  home: Home | undefined,
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const { PATH, HOME } = process.env;
  const own = home === undefined ? {} : { APP_HOME: home.path };
  return spawn(process.execPath, [...args], {
    env: { PATH, HOME, LANG: 'C.UTF-8', ...own, ...env },
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
}

/** What a screen shows, but for how the app is called from there. */
export const asLocal = (text: string): string =>
  text.replace('node bin/connect.js HOST:PORT', 'node bin/start.js');
