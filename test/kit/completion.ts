import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { app } from '#conf/app.ts';
import type { Shell } from '#core/cli/completion.ts';

const execute = promisify(execFile);

/** The program of the completion, and the name of its function. */
export const completedProgram = app.name;
export const completionFunction = `_${app.name.replaceAll(/\W/g, '_')}`;

export const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

export interface Asked {
  readonly shell: Shell;
  /** The output of `completion` for that shell. */
  readonly script: string;
  /** The line after the name of the app. Its last word is to be completed. */
  readonly line: string;
  /** The folder where the shell runs. */
  readonly folder: string;
}

/** Asks the shell's own completion. @returns the completions in alphabetical order, separated by blanks. */
export async function offered(asked: Asked): Promise<string> {
  return sorted(await ask[asked.shell](asked, `${completedProgram} ${asked.line}`));
}

export const sorted = (words: string): string =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');

const ask: Readonly<Record<Shell, (asked: Asked, line: string) => Promise<string>>> = {
  bash({ script, folder }, line) {
    const program = `${script}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${completionFunction}; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return runShell('bash', ['--norc', '-uc', program, 'bash', ...line.split(' ')], folder);
  },
  async zsh({ script, folder }, line) {
    // The functions of the line editor, replaced by ones that print their arguments.
    const program = `compdef() { }; _describe() { print -l -- \${(P)2%%:*} }; compadd() { shift; print -l -- "$@" }
      ${script}
      words=("$@"); CURRENT=$#; ${completionFunction}`;
    const words = line.split(' ');
    const stdout = await runShell('zsh', ['-f', '-ec', program, 'zsh', ...words], folder);
    // The line editor keeps the completions that begin with the word.
    const begun = stdout.split('\n').filter((word) => word.startsWith(words.at(-1) ?? ''));
    return begun.join('\n');
  },
  async fish({ script, folder }, line) {
    const program = `${script}\ncomplete -C '${line}'`;
    return (await runShell('fish', ['--no-config', '-c', program], folder)).replaceAll(/\t.*/g, '');
  },
};

/** @returns standard output; standard error must be empty. */
export async function runShell(name: string, args: readonly string[], folder: string): Promise<string> {
  const { stdout, stderr } = await execute(name, args, { cwd: folder });
  expect(stderr).toBe('');
  return stdout;
}
