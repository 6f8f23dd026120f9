import { execFile } from 'node:child_process';
import type { Language } from '#lib/text/text.ts';
import { root } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { alike } from './alike.ts';

/** Texts of a document with their values on this machine, such as a free port. */
export type Pair = readonly [shown: string, real: string];

export interface ReplayOptions {
  /** APP_HOME; by default the folder itself. */
  readonly home?: string;
  readonly language: Language;
  /** The project's folder, or a copy. */
  readonly folder?: string;
  readonly pairs?: readonly Pair[];
  /** Settings, as variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The lines behind `$ ` in a console block. */
export const commandsIn = (block: string): readonly string[] =>
  [...block.matchAll(/^\$ (.+)$/gm)].map(([, command = '']) => command);

/** Whether a line runs one of the commands, or no command of the app. */
export function isOfThisApp(line: string, names: readonly string[]): boolean {
  const [, name] = /node bin\/start\.js ([a-z-]+)/.exec(line) ?? [];
  return name === undefined || names.includes(name);
}

/** The environment of a process whose output is that of a document. */
export function environment(language: Language): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  const LANG = { zh: 'zh_CN.UTF-8', en: 'C.UTF-8' }[language];
  return { PATH, HOME, LANG };
}

/** Runs the commands one after the other in one shell. @returns the text of the terminal, with the commands. */
export function replay(
  commands: readonly string[],
  { home, language, folder = root, pairs = [], env = {} }: ReplayOptions,
): Promise<string> {
  const real = (text: string) => replaced(text, pairs);
  const shown = (text: string) =>
    replaced(
      text,
      pairs.map(([before, after]) => [after, before]),
    );
  const script = commands.map((command) => `printf '%s\\n' ${quoted(`$ ${command}`)}\n${real(command)}`);
  const all = { ...environment(language), ...(home !== undefined && { APP_HOME: home }), ...env };
  return new Promise((resolve, reject) => {
    const shell = ['-c', ['exec 2>&1', ...script].join('\n')];
    execFile('/bin/sh', shell, { cwd: folder, env: all, timeout: patienceMs }, (error, stdout) => {
      if (error?.killed) reject(error);
      else resolve(alike(shown(stdout)).trimEnd());
    });
  });
}

/** Replaces whole words and paths only: a port must not match inside a longer number. */
const replaced = (text: string, pairs: readonly Pair[]): string =>
  pairs.reduce(
    (all, [from, to]) => all.replaceAll(new RegExp(`(?<!\\d)${escaped(from)}(?!\\d)`, 'g'), () => to),
    text,
  );

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
