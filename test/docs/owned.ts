import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parts } from '#bin/parts/app.ts';
import { sections } from '#bin/parts/settings.ts';
import { prepare } from '#bin/shared/startup.ts';
import { partsOf } from '#build/part-of.js';
import { settingDefinitionsOf } from '#conf/settings.ts';
import type { Command } from '#core/command.ts';
import type { RefusalExitCode } from '#core/errors.ts';
import { lazyDatabase } from '#db/lazy-database.ts';
import type { Text } from '#lib/text/text.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';
import type { Page } from './pages.ts';

type Owner = Pick<Page, 'part'>;

/** Every command of the app. */
export async function allCommands(): Promise<readonly Command[]> {
  using home = Home.shipped();
  await using opened = await openTestApp(home);
  const { app } = opened;
  return app.commands;
}

/** The commands of a page's part; for a page of no part, the skeleton's. */
export async function commandsOf({ part }: Owner): Promise<readonly Command[]> {
  const byPart = commandNamesByPart();
  const isOwn = ({ name }: Command): boolean =>
    part === undefined
      ? ![...byPart.values()].some((names) => names.includes(name))
      : (byPart.get(part) ?? []).includes(name);
  return (await allCommands()).filter(isOwn);
}

function commandNamesByPart(): ReadonlyMap<string, readonly string[]> {
  const { settings, paths } = prepare(pathToFileURL(join(root, '/')), [], {});
  const database = lazyDatabase(() => Promise.reject(new Error('a list of commands needs no database')));
  return new Map(
    parts.map((part) => {
      const { commands = [] } = part.open({ database, clock: new TestClock(), settings, paths });
      return [part.name, commands.map(({ name }) => name)];
    }),
  );
}

/** The settings of a page's part, with all their names; for a page of no part, the skeleton's. */
export async function settingsOf({ part }: Owner) {
  const module = await import(join(root, 'conf', 'settings', `${part ?? 'skeleton'}.ts`));
  const own = new Set(Object.values(module).flatMap((value) => [value, ...Object.values(value as object)]));
  const names = Object.entries(sections).flatMap(([name, section]) => (own.has(section) ? [name] : []));
  return settingDefinitionsOf(sections).filter(({ section }) => names.includes(section));
}

/** An error as it is defined. */
interface ErrorDefinition {
  readonly code: string;
  readonly exitCode: RefusalExitCode;
  readonly text: (details: never) => Text;
}

/** The errors of a page's part; for a page of no part, the skeleton's. */
export async function errorsOf({ part }: Owner): Promise<readonly ErrorDefinition[]> {
  const isOwn = (path: string): boolean => {
    const owners = partsOf(path);
    return part === undefined ? owners.size === 0 : owners.has(part);
  };
  const files = readdirSync(join(root, 'core'), { recursive: true, encoding: 'utf8' })
    .map((path) => `core/${path}`)
    .filter((path) => path.endsWith('.ts') && isOwn(path));
  const modules = await Promise.all(files.map((path) => import(join(root, path))));
  const tables = modules
    .flatMap((module) => Object.entries(module))
    .filter(([name]) => /errors$/i.test(name));
  return tables
    .flatMap(([, table]) => Object.entries(table as Record<string, Omit<ErrorDefinition, 'code'>>))
    .map(([code, { exitCode, text }]) => ({ code, exitCode, text }));
}
