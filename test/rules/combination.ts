import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { treeWith } from '#build/tree.js';
import { variable } from '#conf/app.ts';
import { root } from '#test/kit/root.ts';
import type { Files } from './sources.ts';

/** No step takes this long: a program that still runs hangs. */
const timeoutMs = 5 * 60_000;

/** A copy of the project with some of its parts; `using` removes it. */
export class Combination implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'combination-'));

  constructor(project: Files, present: ReadonlySet<string>) {
    for (const [path, text] of treeWith(project, present)) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true });
      writeFileSync(join(this.path, path), text);
    }
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
  }

  /**
   * Runs Biome. @param folders the folders to check. Its rules look at one file at a time, and only
   * the lists differ from the project, which `npm test` has linted. @throws Error with Biome's output.
   */
  async lint(folders: readonly string[] = ['bin/parts']): Promise<void> {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    // A list that became short stands on one line.
    await this.#node([biome, 'format', '--write', '--vcs-enabled=false', 'bin/parts']);
    await this.#node([biome, 'ci', '--vcs-enabled=false', ...folders]);
  }

  /** Runs tsc. @param folders instead of all. @throws Error with its output. */
  async checkTypes(folders?: readonly string[]): Promise<void> {
    const config = { extends: './tsconfig.json', ...(folders && { include: folders }) };
    writeFileSync(join(this.path, 'tsconfig.some.json'), JSON.stringify(config));
    await this.#node([join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.some.json']);
  }

  /** Builds, and starts every program of bin. @throws Error with the output of the first that fails. */
  async smoke(): Promise<readonly string[]> {
    await this.#node(['build/build.js']);
    const programs = readdirSync(join(this.path, 'bin')).filter((name) => name.endsWith('.js'));
    for (const program of programs) await this.#start(basename(program, '.js'));
    return programs;
  }

  #start(program: string): Promise<void> {
    switch (program) {
      case 'start':
        return this.#signIn();
      case 'serve':
        return this.#serve();
      case 'demo':
        return this.#expect(['bin/demo.js', '--fast'], '');
      default:
        return this.#expect([`bin/${program}.js`, '--help'], 'node bin/');
    }
  }

  async #signIn(): Promise<void> {
    await this.#expect(['bin/start.js', 'whoami', '--user', 'egon', '--json'], '"user":"egon"');
    await this.#expect(['bin/start.js'], '  egon  ', 'egon\n123\n');
  }

  /** Starts the server, and the client with each of its verbs that works here. */
  async #serve(): Promise<void> {
    const env = this.#environment();
    const server = spawn(process.execPath, ['bin/serve.js', '--port', '0', '--no-auth'], {
      cwd: this.path,
      env,
    });
    try {
      const address = await addressOf(server);
      const connect = (...words: string[]) => ['bin/connect.js', address, '--no-auth', ...words];
      await this.#expect(connect('status'), 'version');
      if (existsSync(join(this.path, 'core', 'console')))
        await this.#expect(connect('whoami', '--user', 'egon', '--json'), '"where":"remote"');
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
    }
  }

  async #expect(args: readonly string[], text: string, input = ''): Promise<void> {
    const output = await this.#node(args, input);
    if (!output.includes(text)) throw new Error(`${args.join(' ')} does not show ${text}:\n${output}`);
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, LANG: 'C.UTF-8', [variable('PASSWORD')]: '123' };
  }

  /** @returns standard output. @throws Error when the exit code is not 0. */
  #node(args: readonly string[], input = ''): Promise<string> {
    const options = { cwd: this.path, env: this.#environment(), timeout: timeoutMs };
    return new Promise((resolve, reject) => {
      const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${args.join(' ')}\n${stdout}${stderr}`));
      });
      child.stdin?.end(input);
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** @returns the address of `status` that the server prints. @throws Error when the server ends instead. */
async function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
  let printed = '';
  const ended = once(server, 'close').then(() => {
    throw new Error(`the server ended: ${printed}`);
  });
  server.stderr?.on('data', (text) => {
    printed += text;
  });
  for (;;) {
    const [text] = await Promise.race([once(server.stdout ?? server, 'data'), ended]);
    printed += text;
    const [, address] = /^status tcp (\S+)\n/m.exec(printed) ?? [];
    if (address !== undefined) return address;
  }
}
