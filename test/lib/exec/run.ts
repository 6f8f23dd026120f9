import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { minimalEnvironment } from '#lib/exec/environment.ts';
import type { OnOutput } from '#lib/exec/output-relay.ts';
import { type Program, type ProgramEnd, runProgram } from '#lib/exec/run-program.ts';
import { patienceMs } from '#test/kit/waiting.ts';

export interface Ran {
  readonly end: ProgramEnd;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Limits that no program of the tests reaches. */
const roomy = { timeLimitMs: patienceMs, outputBytesMax: 1024 ** 3, env: minimalEnvironment(process.env) };

export type RunOptions = Partial<Program> & Pick<Program, 'file' | 'args'>;

/** Runs a program and collects its output. */
export async function collect({ onOutput, ...program }: RunOptions): Promise<Ran> {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const take: OnOutput = (name, chunk) => {
    chunks[name].push(chunk);
    return onOutput?.(name, chunk);
  };
  const end = await runProgram({ ...roomy, ...program, onOutput: take });
  return { end, stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
}

export const shell = (script: string, ...args: string[]): Pick<Program, 'file' | 'args'> => ({
  file: '/bin/sh',
  args: ['-c', script, 'sh', ...args],
});

export const node = (script: string, ...args: string[]): Pick<Program, 'file' | 'args'> => ({
  file: process.execPath,
  args: ['-e', script, ...args],
});

/** Whether a process exists and runs; a zombie does not count. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The number that a program keeps writing into a file, once the number no longer changes. */
export async function standstill(file: string): Promise<number> {
  for (let before = -1; ; ) {
    const now = Number(existsSync(file) && readFileSync(file, 'utf8'));
    if (now === before) return now;
    before = now;
    await setTimeout(300);
  }
}
