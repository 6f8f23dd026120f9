import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fencesIn } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { readProject } from '#test/rules/sources.ts';

/** No step takes this long: a program that still runs hangs. */
const timeoutMs = 5 * 60_000;

/** A copy of the project in which a page's steps are followed; `using` removes it. */
export class ProjectCopy implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'project-copy-'));
  /** The files that the steps have written or changed. */
  readonly touched: string[] = [];

  constructor() {
    for (const [path, text] of readProject(root)) this.#write(path, text);
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
  }

  /** Writes the files that a page shows, and applies its changes of lines. */
  follow(document: string): void {
    for (const { language, text } of fencesIn(document)) {
      if (language === 'ts') this.#writeShown(text);
      if (language === 'diff') this.#change(text);
    }
  }

  /** @returns standard output. @throws Error with all output when the exit code is not 0. */
  node(...args: readonly string[]): Promise<string> {
    const { PATH, HOME } = process.env;
    const options = { cwd: this.path, env: { PATH, HOME, LANG: 'C.UTF-8' }, timeout: timeoutMs };
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${args.join(' ')}\n${stdout}${stderr}`));
      });
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** A block whose first line names its file. */
  #writeShown(text: string): void {
    const [, path = '', source = ''] = /^\/\/ (\S+)\n([\s\S]+)$/.exec(text) ?? [];
    this.#write(path, source);
    this.touched.push(path);
  }

  /** A block as of `diff -u`: the file behind `---`, and pieces between lines of `@@`. */
  #change(text: string): void {
    const [, path = '', pieces = ''] = /^--- (\S+)\n([\s\S]+)$/.exec(text) ?? [];
    const file = join(this.path, path);
    const after = pieces
      .split(/^@@\n/m)
      .reduce(
        (source, piece) => replacedOnce(source, linesOf(piece, '-'), linesOf(piece, '+')),
        readFileSync(file, 'utf8'),
      );
    writeFileSync(file, after);
    this.touched.push(path);
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }
}

/** The lines of one side, and those of both. */
const linesOf = (piece: string, side: '-' | '+'): string =>
  [...piece.matchAll(/^([-+ ]?)(.*\n)/gm)]
    .filter(([, sign = '']) => sign === side || sign === ' ' || sign === '')
    .map(([, , line = '']) => line)
    .join('');

function replacedOnce(source: string, before: string, after: string): string {
  // A piece without removed lines and without context goes to the top.
  if (before === '') return after + source;
  const pieces = source.split(before);
  if (pieces.length !== 2)
    throw new Error(`these lines are there ${pieces.length - 1} times, not once:\n${before}`);
  return pieces.join(after);
}
