/** Runs the steps of `whoami` in a process of its own. Prints each step with its milliseconds, as JSON. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { user } from './user.ts';

const steps: [string, number][] = [];

async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  steps.push([name, performance.now() - startMs]);
  return result;
}

async function main(): Promise<void> {
  await step('loading the code', () => import(resolve('dist/run.cjs')));
  // Not before: they would load half of the modules of the first step.
  const { openApp } = await import('#bin/shared/app.ts');
  const { prepare } = await import('#bin/shared/startup.ts');
  const { clockOf } = await import('#lib/clock.ts');
  const root = pathToFileURL(`${process.cwd()}/`);
  const { settings, paths } = await step('reading the settings', () => prepare(root, [], process.env));
  const clock = clockOf(Date.now, () => performance.now());
  const app = await step('opening the log and the parts', async () => {
    const opened = openApp({ settings, paths, clock, warn: () => {} });
    opened.announce();
    await opened.pendingLog();
    return opened;
  });
  await step('opening the database', () => app.users.refresh());
  await step('loading argon2', () => import('@node-rs/argon2'));
  await step('checking the password', () => app.users.verify(user.name, user.password));
  await step('closing database and log', () => app.close());
  process.stdout.write(JSON.stringify(steps));
}

main();
