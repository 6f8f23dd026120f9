import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { variable } from '#conf/app.ts';
import { launcherOf, root } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';

export interface Ended {
  /** Null when a signal ended it; SIGKILL comes from here, after the timeout. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The folder of conf/, db/ and log/. */
  readonly home: string;
  /** A program of bin, `launcherOf('serve')`; by default the app itself. */
  readonly launcher?: string;
  /** The working directory; by default the project's folder. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The time until it is killed: by default a minute, 0 for never. */
  readonly timeoutMs?: number;
  /** The whole standard input; by default empty. */
  readonly input?: string;
}

export type Program = ChildProcessWithoutNullStreams &
  AsyncDisposable & {
    readonly ended: Promise<Ended>;
  };

/** A program of bin as a process of its own, without a terminal; `await using` kills it. Its environment has only the given variables. */
export function start(
  args: readonly string[],
  {
    home,
    launcher = launcherOf('start'),
    cwd = root,
    env = {},
    timeoutMs = patienceMs,
  }: Omit<RunOptions, 'input'>,
): Program {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { PATH, HOME, LANG: 'C.UTF-8', [variable('HOME')]: home, ...env },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = endOf(child);
  return Object.assign(child, {
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  });
}

/** The output of a process that has ended. */
export function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A process that has ended does not read the rest of its input.
  child.stdin.on('error', () => {});
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs a program to its end. */
export function run(args: readonly string[], { input = '', ...options }: RunOptions): Promise<Ended> {
  const child = start(args, options);
  child.stdin.end(input);
  return child.ended;
}

/** Runs one command as a user, with the password in the environment. */
export function runAs(
  [user, password]: readonly [string, string],
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  const env = { [variable('PASSWORD')]: password, ...options.env };
  return run([...args, '--user', user], { ...options, env });
}

/** The printed JSON of a run with --json, and its exit code. */
export function jsonOf({ stdout, stderr, code }: Ended): { code: number | null; json: unknown } {
  if (stderr !== '') throw new Error(`something was written to standard error: ${stderr}`);
  if (!/^[^\n]+\n$/.test(stdout)) throw new Error(`this is not one line of JSON: ${stdout}`);
  return { code, json: JSON.parse(stdout) };
}
