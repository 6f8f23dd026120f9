import type { Settings } from '#conf/settings.ts';
import type { Command } from '#core/command.ts';
import type { NewUser } from '#core/users/users.ts';
import type { Database, Queries } from '#db/database.ts';
import type { Clock } from '#lib/clock.ts';
import type { Text } from '#lib/text/text.ts';
import type { Paths } from './places.ts';

/** What a feature is built from. */
export interface FeatureOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly paths: Paths;
}

/** What the app is about, plugged into the skeleton. The demo's is shop-and-bank.ts; put yours in its place. */
export interface Feature {
  /** In the order of the menu. */
  readonly commands: readonly Command[];
  /** The keys of config.ini that this feature reads; each check returns a complaint or nothing. */
  readonly userKeys: ReadonlyMap<string, (value: string) => Text | undefined>;
  /** Called in the transaction that adds users. */
  onUsersAdded(queries: Queries, users: readonly NewUser[]): Promise<void>;
  /** Whether something here belongs to that name. Asked before it is registered: a user before may have had it. */
  ownsSomething(queries: Queries, name: string): Promise<boolean>;
}
