import { type Readable, Writable } from 'node:stream';
import { environmentName } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { ExitRequested, type TerminalWords } from '#lib/terminal/terminal.ts';

/**
 * Reads secrets from lines of standard input, in the order of the questions, or from environment variables:
 * `password` is PASSWORD with the app's prefix, `new-password` is NEW_PASSWORD with the prefix.
 * @param input standard input if --password-stdin was given; otherwise undefined.
 */
export function secretsFrom(
  env: NodeJS.ProcessEnv,
  input: Readable | undefined,
  words: TerminalWords,
): Secrets {
  if (input === undefined) return async (question) => env[environmentName(question)];
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = openLineTerminal({ input, output, words });
  return async (question) => {
    try {
      return await lines.ask({ kind: 'secret', message: question });
    } catch (error) {
      if (error instanceof ExitRequested) return undefined;
      throw error;
    }
  };
}
