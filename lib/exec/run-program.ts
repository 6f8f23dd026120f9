import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { onAbort } from '#lib/async/abort.ts';
import { type OnOutput, OutputRelay } from './output-relay.ts';
import { ProcessGroup } from './process-group.ts';

export interface Program {
  /** An absolute path, or a name that is looked up in the PATH of `env`. */
  readonly file: string;
  /** The program gets them unchanged; no shell reads them. An argument must not contain a NUL. */
  readonly args: readonly string[];
  /** The whole environment of the program, see `minimalEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** Limit for the whole run, including the time in which the program waits for `onOutput`. Below 2^31. */
  readonly timeLimitMs: number;
  /** Limit for both outputs together. */
  readonly outputBytesMax: number;
  readonly signal?: AbortSignal | undefined;
  /** Gets the output byte for byte. An error thrown here ends the program, and `runProgram` rejects with it. */
  readonly onOutput: OnOutput;
}

export type ProgramEnd =
  | { readonly how: 'exit'; readonly exitCode: number }
  | { readonly how: 'signal'; readonly signal: NodeJS.Signals }
  /** `runProgram` has ended the program. `onOutput` has got all of the output up to that moment. */
  | { readonly how: 'time_limit' | 'output_limit' | 'cancelled' }
  /** `reason` is the error code of the system: ENOENT, EACCES, E2BIG ... */
  | { readonly how: 'cannot_start'; readonly reason: string };

type Stop = Extract<ProgramEnd['how'], 'time_limit' | 'output_limit' | 'cancelled'>;

/** Time for a descendant, such as `tee`, to write the last output of a program that has exited. */
const lastOutputMs = 100;

/**
 * Runs a program without a shell, input or terminal; its working directory is `/`.
 *
 * The chunks of one output arrive in order. The two outputs are two pipes, so chunks that are written to both at nearly
 * the same time may arrive in another order.
 *
 * The program ends when its first process exits, or at a limit. The remaining processes then get SIGTERM, and SIGKILL
 * 2 s later. When the promise settles, all processes of the program have ended, except those that have moved to
 * another session (setsid) or run as another user.
 * @throws what `onOutput` throws.
 */
export async function runProgram(program: Program): Promise<ProgramEnd> {
  if (program.signal?.aborted) return { how: 'cancelled' };
  const started = await start(program);
  if ('how' in started) return started;
  try {
    return await attend(program, started);
  } finally {
    await started.group.end();
  }
}

interface Started {
  readonly child: ReturnType<typeof spawnChild>;
  readonly group: ProcessGroup;
}

const spawnChild = ({ file, args, env }: Program) =>
  spawn(file, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], detached: true });

async function start(program: Program): Promise<Started | ProgramEnd> {
  try {
    const child = spawnChild(program);
    await once(child, 'spawn');
    return { child, group: new ProcessGroup(child.pid as number) };
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (code === undefined || !syscall?.startsWith('spawn')) throw error;
    return { how: 'cannot_start', reason: code };
  }
}

/** Waits for the end of the program or for a limit, whichever is first. */
function attend(program: Program, started: Started): Promise<ProgramEnd> {
  return new Promise<ProgramEnd>((resolve, reject) => {
    let stopListening = (): void => {};
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      stopListening();
      relay.close();
      act();
    };
    const stop = (how: Stop) => () => settle(() => resolve({ how }));
    const fail = (error: unknown): void => settle(() => reject(error));
    const relay = new OutputRelay({
      pipes: started.child,
      bytesMax: program.outputBytesMax,
      onOutput: program.onOutput,
      onOverflow: stop('output_limit'),
      onFailure: fail,
    });
    const timer = setTimeout(stop('time_limit'), program.timeLimitMs);
    stopListening = onAbort(program.signal, stop('cancelled'));
    endOf(started, relay).then((end) => settle(() => resolve(end)), fail);
  });
}

async function endOf({ child, group }: Started, relay: OutputRelay): Promise<ProgramEnd> {
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals];
  await Promise.race([relay.ended, delay(lastOutputMs, undefined, { ref: false })]);
  await group.end();
  await relay.quiet();
  return exitCode === null ? { how: 'signal', signal } : { how: 'exit', exitCode };
}
