/** What `npm run demo` shows of a part: an entry of bin/parts/demo.ts. */
export interface PartDemo {
  /** The keys that the part reads of config.ini, as every user of the demo has them. */
  readonly userKeys?: Readonly<Record<string, string>>;
  /** In the order in which they are played. */
  readonly scenes: readonly Scene[];
}

/** One command, chosen in the menu. */
export interface Scene {
  /** The command's name. */
  readonly command: string;
  /** What is typed then. Enter follows each. */
  readonly answers: readonly string[];
}

/** The key that goes to the next entry of a list. */
export const down = '\x1b[B';

/** Everybody who is in the demo has this password; the first one signs in. */
export const demoUsers = { names: ['egon', 'alex'], password: '123' } as const;
