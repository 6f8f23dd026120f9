/** The scenes of `npm run demo` for one part: an entry of bin/parts/demo.ts. */
export interface PartDemo {
  /** The part's keys of config.ini, which every demo user gets. */
  readonly userKeys?: Readonly<Record<string, string>>;
  /** The demo plays them in this order. */
  readonly scenes: readonly Scene[];
}

/** One command that the demo chooses in the menu. */
export interface Scene {
  /** Command.name. */
  readonly command: string;
  /** The lines that the demo types then, each followed by Enter. */
  readonly answers: readonly string[];
}

/** The escape sequence of the arrow-down key. */
export const down = '\x1b[B';

/** All demo users have this password. The first one signs in. */
export const demoUsers = { names: ['egon', 'alex'], password: '123' } as const;
