import { execFile } from 'node:child_process';
import type { Language } from '#lib/text/text.ts';
import { root } from '#test/markdown.ts';
import { alike } from './recorded-session.ts';

const timeoutMs = 60_000;

export interface ReplayOptions {
  /** APP_HOME; the folder itself when left out. */
  readonly home?: string;
  readonly language: Language;
  /** The project's folder, or a copy. */
  readonly folder?: string;
}

/** The lines behind `$ ` in a console block. */
export const commandsIn = (block: string): readonly string[] =>
  [...block.matchAll(/^\$ (.+)$/gm)].map(([, command = '']) => command);

/** Runs the commands one after the other in one shell. @returns what a terminal would show, the commands included. */
export function replay(
  commands: readonly string[],
  { home, language, folder = root }: ReplayOptions,
): Promise<string> {
  const script = commands.map((command) => `printf '%s\\n' ${quoted(`$ ${command}`)}\n${command}`);
  const { PATH, HOME } = process.env;
  const locale = { zh: 'zh_CN.UTF-8', en: 'C.UTF-8' }[language];
  const env = { PATH, HOME, LANG: locale, ...(home !== undefined && { APP_HOME: home }) };
  return new Promise((resolve, reject) => {
    const shell = ['-c', ['exec 2>&1', ...script].join('\n')];
    execFile('/bin/sh', shell, { cwd: folder, env, timeout: timeoutMs }, (error, stdout) => {
      if (error?.killed) reject(error);
      else resolve(alike(stdout).trimEnd());
    });
  });
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
