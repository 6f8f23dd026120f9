import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as pty from '@lydell/node-pty';
import { variable } from '#conf/app.ts';
import { user } from './user.ts';

/** A program with its arguments. */
export type Command = readonly [file: string, ...args: string[]];

const program = (name: string): string => resolve('bench/programs', name);
export const appFile = resolve('bin/start.js');
export const oneLineFile = program('one-line.js');
export const selectFile = program('select.js');

/** @returns a new folder for the app's HOME: its configuration as it is shipped, and users of the benchmarks' own. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'bench-home-'));
  cpSync('conf', join(home, 'conf'), { recursive: true });
  writeUsers(home, [user.name, 'alex', 'yuanhao']);
  return home;
}

/** Each user has the password of `user`. */
export function writeUsers(home: string, names: readonly string[]): void {
  const sections = names.map((name) => `[${name}]\npassword = ${user.password}\n`);
  writeFileSync(
    join(home, 'conf', 'config.ini'),
    ['[DEFAULT]\nuser_timeout = 1000\n', ...sections].join('\n'),
  );
}

/** The real interpreter: a version manager's shim takes as long again to start. */
export const pythonFile = (): string =>
  execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

/** The course's program. */
export const courseCommand = (home: string): Command => [
  pythonFile(),
  program('course.py'),
  join(home, 'conf', 'config.ini'),
  home,
];

/** Without the settings of the machine: NODE_EXTRA_CA_CERTS alone makes Node 20 twice as slow to start. */
export function environment(home: string): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', [variable('HOME')]: home };
}

/** From start to exit, in milliseconds. */
export async function timeToExit([file, ...args]: Command, env: Record<string, string>): Promise<number> {
  const startMs = performance.now();
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  const code = await new Promise((done) => child.on('exit', done));
  const tookMs = performance.now() - startMs;
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}: ${output.join('')}`);
  return tookMs;
}

export interface Sight {
  readonly text: string;
  /** Typed as soon as the text is there. */
  readonly answer?: string;
}

/** From start until the pty has shown each text in turn, in milliseconds. The program is killed then. */
export function timeToSights(
  [file, ...args]: Command,
  env: Record<string, string>,
  sights: readonly Sight[],
): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const terminal = pty.spawn(file, args, { cols: 100, rows: 30, env });
    const times: number[] = [];
    let unseen = '';
    terminal.onData((data) => {
      unseen += data;
      for (let next = sights[times.length]; next && unseen.includes(next.text); next = sights[times.length]) {
        times.push(performance.now() - startMs);
        unseen = unseen.slice(unseen.indexOf(next.text) + next.text.length);
        if (next.answer !== undefined) terminal.write(next.answer);
      }
      if (times.length === sights.length) kill(terminal);
    });
    terminal.onExit(() => {
      if (times.length === sights.length) resolve(times);
      else
        reject(new Error(`${file} ${args.join(' ')} ended without ${sights[times.length]?.text}: ${unseen}`));
    });
  });
}

function kill(terminal: pty.IPty): void {
  try {
    terminal.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
