import { Readable } from 'node:stream';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/** Whether a person can answer prompts. Only standard input counts, because prompts choose their own output. */
export const isPersonThere = (): boolean => process.stdin.isTTY === true;

/**
 * Opens prompts, on standard error if standard output is not a terminal.
 * The module is imported on demand: loading it takes longer than most commands run.
 */
export async function openPrompts(
  language: Language,
  { drawn = false, aside = false }: { drawn?: boolean; aside?: boolean },
): Promise<Terminal> {
  const { stdin: input, stdout, stderr: errors, env } = process;
  const output = stdout.isTTY && !aside ? stdout : errors;
  const colours = wantsColours({ isTTY: output.isTTY, env });
  // With TERM=dumb, Node's readline, which the prompts use, does not support Backspace.
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

/** Opens a terminal that takes its answers from the lines of standard input. */
export function openScript(language: Language, { aside = false }: { aside?: boolean } = {}): Terminal {
  const { stdin: input, stdout, stderr: errors } = process;
  return openLineTerminal({ input, output: aside ? errors : stdout, errors, words: terminalWords(language) });
}

/** Opens a terminal that only prints: a prompt finds the end of the input. */
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
 * Stops the process at Ctrl-Z, with its whole group, so that `npm start` stops with the app.
 * The system ignores the signal where no shell could continue the group (the first program of a container). So `resume`
 * is called by a timer, which fires right away then, and otherwise after the shell has continued the group.
 */
export function suspend(resume: () => void): void {
  process.kill(0, 'SIGTSTP');
  setTimeout(resume, 50);
}
