import type { Readable, Writable } from 'node:stream';
import type { Flag } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import type { Address } from '#lib/net/address.ts';
import type { Connection } from '#lib/net/connection.ts';
import type { Language, Text } from '#lib/text/text.ts';

/** Standard input: a terminal, a pipe or a file. */
export type Stdin = Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown };
/** Standard output or standard error: a terminal, a pipe or a file. */
export type Screen = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/**
 * Listens while a terminal is in use: `stop` when another process asks this one to stop (SIGTSTP), `continued` when it
 * continues. @returns a function that ends the listening.
 */
export type OnJobControl = (callbacks: { stop(): void; continued(): void }) => () => void;

/** A command of the client: `connect.js HOST:PORT VERB`. */
export interface Verb {
  readonly name: string;
  /** The arguments after the name, such as `FILE [NAME]`. */
  readonly usage: string;
  readonly summary: Text;
  /** In addition to the flags of every verb: --user, --password-stdin, --json, --no-auth, --help. */
  readonly flags?: readonly Flag[];
  /** Arguments after the first word, flags included, are not parsed: they belong to another program. */
  readonly passesFlags?: true;
  /** The number of words that the verb accepts. */
  readonly words: { readonly min: number; readonly max: number };
  /** @returns the exit code; undefined means 0. @throws AppError */
  run(client: Client): Promise<number | undefined>;
}

/** Runs a command line that has no verb, or no words at all. At most one part may have a RestVerb. */
export interface RestVerb {
  readonly takesRest: true;
  /** The lines of the help text. */
  readonly summary: readonly Text[];
  /** @returns the exit code. @throws AppError */
  run(client: Client): Promise<number>;
}

/** An entry of bin/parts/connect.ts. */
export type AnyVerb = Verb | RestVerb;

export const isRestVerb = (verb: AnyVerb): verb is RestVerb => 'takesRest' in verb;

/** What a verb needs to run: arguments, connections, input and output. */
export interface Client {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
  readonly language: Language;
  /** HOST:PORT of the command line. */
  readonly address: Address;
  /** Aborts when the process is to end (Ctrl-C, SIGTERM, SIGHUP), with ExitRequested as its reason. */
  readonly exiting: AbortSignal;
  /**
   * A connection after the proof of the key and hello; signed in if --user was given. Every call returns the same one.
   * @throws AppError
   */
  connect(): Promise<Connection>;
  /** A new connection after the proof of the key and hello, not signed in. @throws AppError */
  connectAnew(): Promise<Connection>;
  /** A connection for the course's own servers: proves the key if there is one, and sends no hello. @throws AppError */
  connectPlain(): Promise<Connection>;
  /** Whether --json was given: the result is one JSON object. */
  readonly wantsJson: boolean;
  /** Writes one line to standard output, without control characters. */
  print(line: string): void;
  /** As `print`, in the user's language. */
  say(text: Text): void;
  /** Runs `work`. Shows a progress bar after 500 ms if there is a screen. */
  busy<T>(label: Text, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T>;
  /**
   * Runs work that cleans up files at its end. The exit of the process waits for it, so the work must end soon after
   * `exiting` aborts.
   */
  finishing<T>(work: () => Promise<T>): Promise<T>;
  readonly stdin: Stdin;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Passwords from standard input or the environment. */
  readonly secrets: Secrets;
  /** Stops this process (Ctrl-Z), and calls `resume` when it continues. */
  suspend(resume: () => void): void;
  readonly onJobControl: OnJobControl;
  newId(): string;
  /** A monotonic clock, in milliseconds. */
  uptimeMs(): number;
}
