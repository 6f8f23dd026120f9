import { openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { terminalWords } from '#core/terminal-words.ts';
import { openLineTerminal, openResults } from '#lib/terminal/line-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';
import { onJobControl, suspend } from './job-control.ts';

/** Whether a person can answer prompts. Only standard input counts, because prompts choose their own output. */
export const isPersonThere = (): boolean => process.stdin.isTTY === true;

/**
 * Opens prompts, on standard error if standard output is not a terminal. Results go to standard output in any case.
 * The module is imported on demand: loading it takes longer than most commands run.
 */
export async function openPrompts(
  language: Language,
  { drawn = false, aside = false }: { drawn?: boolean; aside?: boolean },
): Promise<Terminal> {
  const { stdin: input, stdout, stderr: errors, env } = process;
  const output = questionStream(aside);
  const colours = wantsColours({ isTTY: output.isTTY, env });
  // With TERM=dumb, Node's readline, which the prompts use, does not support Backspace.
  if (env['TERM'] === 'dumb') delete env['TERM'];
  const { openPromptTerminal } = await import('#lib/terminal/prompt-terminal.ts');
  const terminal = openPromptTerminal({
    input,
    output,
    errors,
    ...(output === stdout ? {} : { results: openOutput(language) }),
    drawn,
    lostReason: output.isTTY ? 'hangup' : 'unread',
    colours,
    words: terminalWords(language),
    suspend,
  });
  onJobControl({ stop: () => terminal.suspend(), continued: () => terminal.continued() });
  return terminal;
}

/** The terminal of the person: standard output, standard error, or, if both are redirected, the one of the process. */
function questionStream(aside: boolean): WriteStream {
  const { stdout, stderr } = process;
  if (stdout.isTTY && !aside) return stdout;
  if (stderr.isTTY) return stderr;
  try {
    return new WriteStream(openSync('/dev/tty', 'w'));
  } catch {
    return stderr; // The system has no such file, or the process has no terminal.
  }
}

/** Opens a terminal that takes its answers from the lines of standard input. */
export function openScript(language: Language, { aside = false }: { aside?: boolean } = {}): Terminal {
  const { stdin: input, stdout, stderr: errors } = process;
  const words = terminalWords(language);
  return aside
    ? openLineTerminal({ input, output: errors, words, results: openOutput(language) })
    : openLineTerminal({ input, output: stdout, errors, words });
}

/** Opens a terminal for a command that asks nothing. Results go to standard output, anything else to standard error. */
export function openScreen(language: Language): Terminal {
  return openLineTerminal({
    input: Readable.from([]),
    output: process.stderr,
    words: terminalWords(language),
    results: openOutput(language),
  });
}

/** Opens a terminal that only prints, to standard output. */
function openOutput(language: Language): Terminal {
  const { stdout, stderr: errors, env } = process;
  const colours = wantsColours({ isTTY: stdout.isTTY, env });
  return openResults(stdout, { errors, words: terminalWords(language), colours });
}
