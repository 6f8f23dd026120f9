import { randomUUID } from 'node:crypto';
import { openConsole } from '#core/client/console.ts';
import { type ClientOptions, connectAnew, secretsOf } from './client.ts';
import { suspend } from './terminals.ts';

/** The server's menu, or one of its commands, at this process's own streams. @returns the exit code. */
export function openRemoteConsole(options: ClientOptions, args: readonly string[]): Promise<number> {
  const { line, language, processExit } = options;
  const { stdin, stdout, stderr, env } = process;
  return openConsole({
    args,
    wantsJson: line.flags.has('json'),
    language,
    secrets: secretsOf(options),
    connect: () => connectAnew(options),
    newId: randomUUID,
    exiting: processExit.exiting,
    suspend,
    stdin,
    stdout,
    stderr,
    env,
  });
}
