import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '#test/kit/root.ts';

/** Bundles a test's program, so that any Node can run it in a process of its own. @returns the bundle's path. */
export async function bundleFixture(source: string): Promise<string> {
  // Inside node_modules, so that the native packages are found from there.
  const outfile = join(root, 'node_modules/.cache/fixtures', `${basename(source, '.ts')}-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

/** A running fixture and its output so far; `using` kills it. */
export class Fixture implements Disposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<unknown>;
  #output = '';
  #errors = '';

  constructor(bundle: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [bundle, ...args]);
    this.#exit = once(this.#child, 'close');
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
  }

  /** Whole lines only: a kill may cut the last one off. */
  get lines(): readonly string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  /** Waits for this many whole lines, by default one. @throws when the program ends before. */
  async untilLine(count = 1): Promise<void> {
    let hasEnded = false;
    const ended = this.#exit.then(() => {
      hasEnded = true;
    });
    while (this.lines.length < count) {
      if (hasEnded) throw new Error(`the fixture ended after ${this.lines.length} lines: ${this.#errors}`);
      await Promise.race([once(this.#child.stdout, 'data'), ended]);
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    this.kill();
  }

  write(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  /** @returns the exit code (null: killed) and the text on stderr. */
  async untilExit(): Promise<{ code: number | null; errors: string }> {
    await this.#exit;
    return { code: this.#child.exitCode, errors: this.#errors };
  }
}
