import type { Database, Queries } from '#db/database.ts';
import type { Clock } from '#lib/clock.ts';
import type { Text } from '#lib/text/text.ts';
import type { Command } from './command.ts';
import type { NewUser } from './users/users.ts';

/** Absolute paths of a part's files. */
export interface PartPaths {
  /** A file of conf/, by its name. */
  conf(name: string): string;
  /** A file or folder of db/, by its name. */
  data(name: string): string;
}

export interface PartOptions<Settings> {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly paths: PartPaths;
}

/**
 * One part of the app: an entry of bin/parts/app.ts.
 * `Settings` contains the sections that the part reads, such as `{ readonly notes: ... }`.
 */
export interface PartDefinition<Settings> {
  readonly name: string;
  /** Whether the part has migrations, in db/<name>/migrations. */
  readonly hasTables?: true;
  open(options: PartOptions<Settings>): Part;
}

/** What a part adds to the app. */
export interface Part {
  readonly commands?: readonly Command[];
  /** Reads the part's files in conf/. Called before the menu or the server opens. @throws ConfigurationError */
  check?(): void;
  /** Checks by key of config.ini. Each returns a complaint that ends with the remedy, or undefined. */
  readonly userKeys?: ReadonlyMap<string, (value: string) => Text | undefined>;
  /** Runs in the transaction that adds the users. */
  onUsersAdded?(queries: Queries, users: readonly NewUser[]): Promise<void>;
  /** Whether the part has data of a former user with this name. The name then cannot be registered again. */
  ownsSomething?(queries: Queries, name: string): Promise<boolean>;
}
