import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { launcherOf } from '#test/kit/root.ts';
import type { Ended } from '#test/kit/run.ts';

const launcher = launcherOf('connect');

export interface ClientOptions {
  /** APP_HOME. */
  readonly home: string;
  /** The working directory. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningClient {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** connect.js as a process of its own. Its environment is empty but for what is given. */
export function startClient(args: readonly string[], { home, cwd, env = {} }: ClientOptions): RunningClient {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { PATH, HOME, LANG: 'C.UTF-8', APP_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { ended, kill: (signal) => child.kill(signal) };
}

/** Runs it to its end. */
export const runClient = (args: readonly string[], options: ClientOptions): Promise<Ended> =>
  startClient(args, options).ended;
