import { variable } from '#conf/app.ts';
import type { Home } from '#test/kit/home.ts';
import { runConnect, ServerProcess } from '#test/kit/net/programs.ts';
import { launcherOf, root } from '#test/kit/root.ts';
import type { Ended } from '#test/kit/run.ts';
import { openScreen, type Screen, type ScreenOptions } from '#test/kit/screen.ts';

export const client = launcherOf('connect');

/** A server without a key as a process of its own; `await using` ends it. */
export class AppServer implements AsyncDisposable {
  readonly #process: ServerProcess;
  /** Of the server's own port, where the console is. */
  readonly address: string;

  private constructor(process: ServerProcess) {
    this.#process = process;
    this.address = process.at('console');
  }

  /** @param port 0: any free one. @param launcher by default the project's server. */
  static async start(
    home: Home,
    { port = 0, launcher = launcherOf('serve') }: { port?: number; launcher?: string } = {},
  ): Promise<AppServer> {
    return new AppServer(
      await ServerProcess.start(['--no-auth', '--port', String(port)], {
        home: home.path,
        launcher,
        env: { [variable('USERS_REMOTE_REGISTRATIONS')]: '1000' },
      }),
    );
  }

  get port(): number {
    return Number(this.address.split(':').at(-1));
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.program.kill(signal);
  }

  /** @returns the exit code, or the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const { code, signal } = await this.#process.program.ended;
    return code ?? signal;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}

export interface RemoteScreenOptions extends Pick<ScreenOptions, 'columns' | 'rows' | 'env'> {
  /** By default Chinese. */
  readonly language?: 'zh' | 'en';
  readonly args?: readonly string[];
  /** A line for sh; the client's command is in its arguments. */
  readonly shell?: string;
}

/** The client in a window. */
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
    env: { [variable('LANGUAGE')]: language, ...env },
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
  // The client itself reads the project's own conf.
  return runConnect([server.address, '--no-auth', ...args], { home: root, env, input });
}

/** The text of a screen, with the same command name for both programs. */
export const asLocal = (text: string): string =>
  text.replace('node bin/connect.js HOST:PORT', 'node bin/start.js');
