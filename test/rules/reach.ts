import { partsOf } from '#build/part-of.js';
import { isList } from './parts.ts';
import { type Files, importsIn } from './sources.ts';

/** Sources for the commands of a project that the skeleton does not use, each with its reason. */
export const toolbox: ReadonlyMap<string, string> = new Map([
  ['lib/terminal/table.ts', 'tables, for commands that show rows'],
  ['lib/terminal/sparkline.ts', 'a curve in a line, for commands that show a series'],
  ['lib/async/semaphore.ts', 'a limited number of tasks at a time'],
  ['lib/text/csv.ts', 'rows for a spreadsheet'],
  ['lib/local-time.ts', 'times for a person'],
  ['lib/settings/entries.ts', 'a setting with a line for each entry'],
  ['lib/terminal/progress.ts', 'a bar for long work outside of prompts'],
  ['lib/net/datagrams.ts', 'UDP, for services without frames'],
  ['lib/net/ask-datagram.ts', 'UDP, for the verbs of such services'],
  ['core/net/client/exit-code.ts', 'for verbs that end as something on the server ended'],
  ['core/net/client/remote-output.ts', 'for verbs that pass on bytes of the server'],
]);

/** The file that each launcher's bundle begins with: bin/start/start.ts for bin/start.js; the menu is a bundle of its own. */
const entriesIn = (files: Files): readonly string[] => [
  'bin/start/run.ts',
  ...[...files.keys()].flatMap((path) => {
    const [, program] = /^bin\/([^/]+)\.js$/.exec(path) ?? [];
    return program === undefined ? [] : [`bin/${program}/${program}.ts`];
  }),
];

/** The sources that a program reaches: imports, and the parts of each file. */
export class Reach {
  readonly #sources: readonly string[];
  readonly #entries: readonly string[];
  readonly #imports = new Map<string, string[]>();
  readonly #parts = new Map<string, ReadonlySet<string>>();

  /** @param sources of the app. @param files all, launchers among them. */
  constructor(sources: Files, files: Files) {
    this.#sources = [...sources.keys()];
    this.#entries = [...entriesIn(files), ...toolbox.keys()];
    for (const { from, to } of importsIn(sources))
      this.#imports.set(from, [...(this.#imports.get(from) ?? []), to]);
    for (const path of [...this.#sources, ...this.#entries]) this.#parts.set(path, partsOf(path));
  }

  /** @param present the parts that are not left out. @returns the sources that no program of this combination reaches. */
  unreached(present: ReadonlySet<string>): readonly string[] {
    const isThere = (path: string): boolean =>
      [...(this.#parts.get(path) ?? [])].every((part) => present.has(part));
    const waiting = this.#entries.filter(isThere);
    const reached = new Set<string>();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      const imports = this.#imports.get(path) ?? [];
      // A list loses the lines of parts that are left out; no other file has such lines.
      waiting.push(...(isList(path) ? imports.filter(isThere) : imports));
    }
    return this.#sources.filter((path) => isThere(path) && !reached.has(path));
  }
}

export const unreachedSentence = (path: string, present: ReadonlySet<string>): string =>
  `${path} is reached by nothing with ${[...present].join(', ') || 'no part'}; move it into the part that uses it, or name it in the toolbox of test/rules/reach.ts.`;
