import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { services } from '#bin/parts/serve.ts';
import { sections } from '#bin/parts/settings.ts';
import type { SettingsTable } from '#lib/settings/table.ts';
import type { Language } from '#lib/text/text.ts';
import { environment, type Pair, replay } from '#test/docs/commands-shown.ts';
import type { Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';

/** The default port of a service: that of its own section, or the server's. */
function shownPortOf(service: string): string | undefined {
  const table: SettingsTable = sections;
  return (table[service]?.['port'] ?? sections.server.port).default;
}
/** The folder of a reader's app. */
const shownFolder = '/home/egon/console-app';

/** The server of the documents: a real one on free ports, which the documents replace by the default ones. */
export class ShownServer implements AsyncDisposable {
  /** The output of the command that makes its key. */
  readonly made: string;
  /** Its output at the start. */
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
      const shown = shownPortOf(name ?? '');
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

  /** @param settings the text of its settings.ini. */
  static async start(home: Home, language: Language, settings = ''): Promise<ShownServer> {
    if (settings !== '') home.write('settings.ini', settings);
    const made = await replay(['node bin/serve.js --new-key'], { home: home.path, language });
    const child = spawn(process.execPath, ['bin/serve.js', '--port', '0'], {
      cwd: root,
      env: { ...environment(language), APP_HOME: home.path },
    });
    let printed = '';
    child.stderr.resume();
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += text;
      // A line for each service.
      if (printed.split('\n').length > services.length) break;
    }
    child.stdout.resume();
    return new ShownServer(child, { made, printed: printed.trimEnd(), home, language });
  }

  /** Runs the commands of a document against this server. @returns the text of a reader's terminal. */
  replay(commands: readonly string[]): Promise<string> {
    return replay(commands, { ...this.#options, pairs: this.#pairs });
  }

  /** Runs one command. @returns its output. */
  async run(command: string): Promise<string> {
    const shown = await this.replay([command]);
    return shown.slice(`$ ${command}\n`.length);
  }

  /** Ends the server by SIGTERM, once its log is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}
