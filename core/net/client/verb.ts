import type { Readable, Writable } from 'node:stream';
import type { Flag } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import type { Address } from '#lib/net/address.ts';
import type { Connection } from '#lib/net/connection.ts';
import type { Language, Text } from '#lib/text/text.ts';

/** Standard input, from a terminal or from anything else. */
export type Stdin = Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown };
/** Standard output or standard error. */
export type Screen = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Something `connect.js HOST:PORT VERB` does on this side. */
export interface Verb {
  readonly name: string;
  /** What follows the name, as in `FILE [NAME]`. */
  readonly usage: string;
  readonly summary: Text;
  /** Besides the flags every verb takes: --user, --password-stdin, --json, --no-auth, --help. */
  readonly flags?: readonly Flag[];
  /** What follows the first word belongs to somebody else, flags included. */
  readonly passesFlags?: true;
  /** How many words it takes. */
  readonly words: { readonly min: number; readonly max: number };
  /** @returns the exit code; nothing is 0. @throws AppError */
  run(client: Client): Promise<number | undefined>;
}

/** What connect.js does with all words that are no verb, and without any; one part may bring it. */
export interface RestVerb {
  readonly takesRest: true;
  /** Its lines in the help. */
  readonly summary: readonly Text[];
  /** @returns the exit code. @throws AppError */
  run(client: Client): Promise<number>;
}

/** An entry of bin/parts/connect.ts. */
export type AnyVerb = Verb | RestVerb;

export const isRestVerb = (verb: AnyVerb): verb is RestVerb => 'takesRest' in verb;

/** What a verb has in its hands. */
export interface Client {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
  readonly language: Language;
  /** HOST:PORT, as given. */
  readonly address: Address;
  /** Aborts when the process is to end (Ctrl-C, SIGTERM, SIGHUP), with ExitRequested as its reason. */
  readonly exiting: AbortSignal;
  /**
   * A connection that has proved the key, greeted, and signed in where --user was given. The same one every time.
   * @throws AppError
   */
  connect(): Promise<Connection>;
  /** A new connection every time, proved and greeted; nobody is signed in. @throws AppError */
  connectAnew(): Promise<Connection>;
  /** A connection for the course's own servers: the key is proved if there is one, but nobody says hello. @throws AppError */
  connectPlain(): Promise<Connection>;
  /** Whether --json was given: the result is one JSON object. */
  readonly wantsJson: boolean;
  /** Writes one line to standard output; its controls are made harmless. */
  print(line: string): void;
  /** The same, in the person's language. */
  say(text: Text): void;
  /** A bar, shown where there is a screen to draw on and it takes over half a second. */
  busy<T>(label: Text, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T>;
  /**
   * Runs work that leaves files in order at its end: the end of the process waits for it. The work has to end soon once
   * `exiting` has aborted.
   */
  finishing<T>(work: () => Promise<T>): Promise<T>;
  readonly stdin: Stdin;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Passwords from standard input or the environment. */
  readonly secrets: Secrets;
  /** Stops this process (Ctrl-Z), and calls back when it goes on. */
  suspend(resume: () => void): void;
  newId(): string;
  /** Milliseconds since some moment. */
  uptimeMs(): number;
}
