import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Language } from '#lib/text/text.ts';
import { environment, type Pair, replay } from '#test/docs/commands-shown.ts';
import type { Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';

/** The ports as they are when nobody chooses others, by the name of the service. */
const shownPorts: Readonly<Record<string, string>> = {
  console: '8080',
  time: '9000',
  chat: '8081',
  echo: '9999',
};
/** Where a reader's app may lie. */
const shownFolder = '/home/egon/console-app';

/** The server of the documents: a real one on any free ports, in whose place the documents have the default ones. */
export class ShownServer implements AsyncDisposable {
  /** Its key has been made, as the documents do it. */
  readonly made: string;
  /** What it printed when it started. */
  readonly printed: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #pairs: readonly Pair[];
  readonly #options: { readonly home: string; readonly language: Language };

  private constructor(
    child: ChildProcessWithoutNullStreams,
    parts: { made: string; printed: string; home: Home; language: Language },
  ) {
    const { made, printed, home, language } = parts;
    this.#child = child;
    this.#options = { home: home.path, language };
    const ports = [...printed.matchAll(/^(\w+) \w+ 127\.0\.0\.1:(\d+)$/gm)].flatMap(([, name, port]) => {
      const shown = shownPorts[name ?? ''];
      return shown === undefined || port === undefined ? [] : [[shown, port] as const];
    });
    this.#pairs = [
      ...ports,
      ['conf/secret.key', join(home.path, 'conf', 'secret.key')],
      ['/tmp/copy', join(home.path, 'copy')],
    ];
    this.made = made.replaceAll(home.path, shownFolder);
    this.printed = ports.reduce((text, [shown, port]) => text.replaceAll(`:${port}`, `:${shown}`), printed);
  }

  /** @param env settings, as variables. */
  static async start(
    home: Home,
    language: Language,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ShownServer> {
    const made = await replay(['node bin/serve.js --new-key'], { home: home.path, language });
    const child = spawn(process.execPath, ['bin/serve.js', '--port', '0'], {
      cwd: root,
      env: { ...environment(language), APP_HOME: home.path, ...env },
    });
    let printed = '';
    child.stderr.resume();
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += text;
      // The last of them.
      if (/^echo .*\n/m.test(printed)) break;
    }
    child.stdout.resume();
    return new ShownServer(child, { made, printed: printed.trimEnd(), home, language });
  }

  /** Runs the commands of a document against this server. @returns what a reader's terminal would show. */
  replay(commands: readonly string[]): Promise<string> {
    return replay(commands, { ...this.#options, pairs: this.#pairs });
  }

  /** Runs one of them. @returns what it writes. */
  async run(command: string): Promise<string> {
    const shown = await this.replay([command]);
    return shown.slice(`$ ${command}\n`.length);
  }

  /** As SIGTERM ends it, once what it logs is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}
