import type { Database, Queries } from '#db/database.ts';
import type { Clock } from '#lib/clock.ts';
import type { Text } from '#lib/text/text.ts';
import type { Command } from './command.ts';
import type { NewUser } from './users/users.ts';

/** Where the files of a part lie. */
export interface PartPaths {
  /** A file of conf/, by its name. */
  conf(name: string): string;
  /** A file or folder of db/, by its name. */
  data(name: string): string;
}

/** What a part is opened with. */
export interface PartOptions<Settings> {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly paths: PartPaths;
}

/**
 * What the app is about comes in parts: each is an entry of bin/parts/app.ts.
 * `Settings` is what the part reads of the settings, such as `{ readonly notes: ... }`.
 */
export interface PartDefinition<Settings> {
  readonly name: string;
  /** Whether db/<name>/migrations holds tables. */
  readonly hasTables?: true;
  open(options: PartOptions<Settings>): Part;
}

/** What a part brings to the app. */
export interface Part {
  readonly commands?: readonly Command[];
  /** The keys of config.ini that this part reads; each check returns a complaint or nothing. */
  readonly userKeys?: ReadonlyMap<string, (value: string) => Text | undefined>;
  /** Called in the transaction that adds users. */
  onUsersAdded?(queries: Queries, users: readonly NewUser[]): Promise<void>;
  /** Whether something here belongs to that name. A name that owns something cannot be registered again. */
  ownsSomething?(queries: Queries, name: string): Promise<boolean>;
}
