import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fencesIn, readDocument } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';

const timeoutMs = 10 * 60_000;
const notCopied = ['.git', 'node_modules', 'dist', 'coverage'].map((name) => join(root, name));

/** The project without its demo, made as the README says. @throws Error when one of the steps fails. */
export async function openSkeleton(): Promise<Skeleton> {
  const skeleton = new Skeleton();
  try {
    await skeleton.follow(makeItYours(readDocument('README.md')));
    return skeleton;
  } catch (error) {
    skeleton[Symbol.dispose]();
    throw error;
  }
}

/** A copy of the project; `using` removes it. */
export class Skeleton implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'skeleton-'));

  constructor() {
    const filter = (source: string): boolean => !notCopied.includes(source) && !isData(source);
    cpSync(root, this.path, { recursive: true, filter });
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
  }

  /** Does what the blocks of a document say: shell lines, files and changed lines. */
  async follow(document: string): Promise<void> {
    for (const { language, text } of fencesIn(document)) {
      if (language === 'sh') await this.run('sh', ['-ec', text]);
      if (language === 'ts') this.#writeSource(text);
      if (language === 'diff') this.#change(text);
    }
  }

  /** @returns what it wrote. @throws Error with it when the exit code is not 0. */
  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { PATH, HOME } = process.env;
    const options = { cwd: this.path, env: { PATH, HOME, LANG: 'C.UTF-8', ...env }, timeout: timeoutMs };
    return new Promise((resolve, reject) => {
      const child = execFile(command, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`));
      });
      child.stdin?.end();
    });
  }

  /** A block whose first line names its file. */
  #writeSource(text: string): void {
    const [, path = '', source = ''] = /^\/\/ (\S+)\n([\s\S]+)$/.exec(text) ?? [];
    writeFileSync(join(this.path, path), source);
  }

  /** Lines to take out and to put in their place, below the name of their file. */
  #change(text: string): void {
    for (const [, path = '', lines = ''] of text.matchAll(/^--- (.+)\n((?:(?!---)[-+].*\n)+)/gm)) {
      const file = join(this.path, path);
      const after = [...lines.matchAll(/((?:^-.*\n)+)((?:^\+.*\n)*)/gm)].reduce(
        (source, [, taken = '', given = '']) => replacedOnce(source, unmarked(taken), unmarked(given)),
        readFileSync(file, 'utf8'),
      );
      writeFileSync(file, after);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The section with the steps. */
function makeItYours(document: string): string {
  const [, section = ''] = /^## Make it yours\n([\s\S]+?)^### What still/m.exec(document) ?? [];
  return section;
}

/** What running the app has left here. */
const isData = (path: string): boolean =>
  dirname(path) === join(root, 'log') || /\.db(-\w+)?$/.test(path) || path.endsWith('.log');

const unmarked = (lines: string): string => lines.replaceAll(/^[-+]/gm, '');

function replacedOnce(source: string, before: string, after: string): string {
  const parts = source.split(before);
  if (parts.length !== 2)
    throw new Error(`these lines are there ${parts.length - 1} times, not once:\n${before}`);
  return parts.join(after);
}
