import { Readable } from 'node:stream';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/** Whether somebody sits there who can be asked. Only the keyboard counts: prompts find a screen of their own. */
export const isPersonThere = (): boolean => process.stdin.isTTY === true;

/**
 * Prompts, on standard error where standard output goes elsewhere.
 * Imported when needed: loading them takes longer than most commands.
 */
export async function openPrompts(
  language: Language,
  { drawn = false, aside = false }: { drawn?: boolean; aside?: boolean },
): Promise<Terminal> {
  const { stdin: input, stdout, stderr: errors, env } = process;
  const output = stdout.isTTY && !aside ? stdout : errors;
  const colours = wantsColours({ isTTY: output.isTTY, env });
  // On a dumb terminal Node's readline, under the prompts, does not even know backspace.
  if (env['TERM'] === 'dumb') delete env['TERM'];
  const { openPromptTerminal } = await import('#lib/terminal/prompt-terminal.ts');
  return openPromptTerminal({
    input,
    output,
    errors,
    drawn,
    colours,
    words: terminalWords(language),
    suspend,
  });
}

/** The lines of a script on standard input. */
export function openScript(language: Language, { aside = false }: { aside?: boolean } = {}): Terminal {
  const { stdin: input, stdout, stderr: errors } = process;
  return openLineTerminal({ input, output: aside ? errors : stdout, errors, words: terminalWords(language) });
}

/** A screen without anybody to ask. */
export function openScreen(language: Language): Terminal {
  const { stdout: output, stderr: errors, env } = process;
  const colours = wantsColours({ isTTY: output.isTTY, env });
  return openLineTerminal({
    input: Readable.from([]),
    output,
    errors,
    words: terminalWords(language),
    colours,
  });
}

/**
 * Ctrl-Z. The whole group stops, so that `npm start` stops with the app. Where nobody could wake it again (the first
 * program of a container), the system ignores the signal: so this goes on by itself, right away or when it is woken.
 */
export function suspend(resume: () => void): void {
  process.kill(0, 'SIGTSTP');
  setTimeout(resume, 50);
}
