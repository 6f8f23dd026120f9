import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { onAbort } from '#lib/async/abort.ts';
import { type OnOutput, OutputRelay } from './output-relay.ts';
import { ProcessGroup } from './process-group.ts';

export interface Program {
  /** An absolute path, or a name to look up in the PATH of `env`. */
  readonly file: string;
  /** Handed over as they are; no shell reads them. None may hold a NUL. */
  readonly args: readonly string[];
  /** All of its environment, see `minimalEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take in all, including the time in which its output is not taken. Below 2^31. */
  readonly timeLimitMs: number;
  /** Of both outputs together. */
  readonly outputBytesMax: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes its output, byte for byte as it was written. What this throws ends the program, too. */
  readonly onOutput: OnOutput;
}

export type ProgramEnd =
  | { readonly how: 'exit'; readonly exitCode: number }
  | { readonly how: 'signal'; readonly signal: NodeJS.Signals }
  /** We have ended it. All of its output up to then has been handed on. */
  | { readonly how: 'time_limit' | 'output_limit' | 'cancelled' }
  /** @param reason the system's word: ENOENT, EACCES, E2BIG ... */
  | { readonly how: 'cannot_start'; readonly reason: string };

type Stop = Extract<ProgramEnd['how'], 'time_limit' | 'output_limit' | 'cancelled'>;

/** A program's last words may still be in the hands of what it has started, as a `tee`. */
const lastWordsMs = 100;

/**
 * Runs a program: no shell, no input, no terminal, the root as its folder.
 *
 * The chunks of one output come in their order. Between the two outputs it is the order in which the system reported
 * them: what is written to both within the same moment may come in another order, as over any two pipes.
 *
 * The program has ended when its first process has. What that has left running is ended, too, and so it is at a limit:
 * SIGTERM, 2 s later SIGKILL. When the promise settles, nothing of it runs, except what has moved to a session of its
 * own (setsid) or to another user.
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

/** Whichever comes first: its end, or one of the limits. */
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
  await Promise.race([relay.ended, delay(lastWordsMs, undefined, { ref: false })]);
  await group.end();
  await relay.quiet();
  return exitCode === null ? { how: 'signal', signal } : { how: 'exit', exitCode };
}
