import { launcherOf } from '#test/kit/root.ts';
import { type Ended, type Program, type RunOptions, run, start } from '#test/kit/run.ts';

/** In a working directory. */
export type ClientOptions = Omit<RunOptions, 'input' | 'launcher'> & { readonly cwd: string };

const launcher = launcherOf('connect');

/** connect.js as a process of its own, without any input. */
export function startClient(args: readonly string[], options: ClientOptions): Program {
  const client = start(args, { ...options, launcher });
  client.stdin.end();
  return client;
}

/** Runs it to its end. */
export const runClient = (args: readonly string[], options: ClientOptions): Promise<Ended> =>
  run(args, { ...options, launcher });
