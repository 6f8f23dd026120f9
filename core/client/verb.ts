import type { Flag } from '#core/cli/arguments.ts';
import type { Address } from '#lib/net/address.ts';
import type { Connection } from '#lib/net/connection.ts';
import type { Language, Text } from '#lib/text/text.ts';

/** Something `connect.js HOST:PORT VERB` does on this side. Whatever is no verb is a command line for the server. */
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

/** What a verb has in its hands. */
export interface Client {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
  readonly language: Language;
  /** HOST:PORT, as given. */
  readonly address: Address;
  /** Aborts when the person leaves (Ctrl-C, SIGTERM, SIGHUP), with ExitRequested as its reason. */
  readonly exiting: AbortSignal;
  /**
   * A connection that has proved the key, greeted, and signed in where --user was given. The same one every time.
   * @throws AppError
   */
  connect(): Promise<Connection>;
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
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Milliseconds since some moment. */
  uptimeMs(): number;
}
