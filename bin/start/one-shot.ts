import type { ProcessExit } from '#bin/shared/process-exit.ts';
import { secretsFrom } from '#bin/shared/secrets.ts';
import { settingFlags } from '#bin/shared/setting-flags.ts';
import type { Startup } from '#bin/shared/startup.ts';
import { isPersonThere, openPrompts, openScreen, openScript } from '#bin/shared/terminals.ts';
import type { App } from '#core/app.ts';
import { runOneShot } from '#core/cli/run-one-shot.ts';
import type { Command } from '#core/command.ts';
import { terminalWords } from '#core/terminal-words.ts';

/** Runs one command on the streams of this process. @throws AppError, ExitRequested. */
export function runHere(
  app: App,
  { args, preview: { flags }, settings: { language } }: Startup,
  processExit: ProcessExit,
  command: Command,
): Promise<void> {
  // At a terminal the echo would show the password, so a prompt asks for it instead.
  const secretsFromInput = flags.has('password-stdin') && !isPersonThere();
  return runOneShot({
    command,
    args,
    settingFlags,
    secrets: secretsFrom(process.env, secretsFromInput ? process.stdin : undefined, terminalWords(language)),
    secretsFromInput,
    language,
    users: app.users,
    async openTerminal(mustAsk) {
      // With --json, standard output contains only the JSON object.
      const aside = flags.has('json');
      const openUnattended = command.converses ? openScript : openScreen;
      const terminal =
        mustAsk && isPersonThere()
          ? await openPrompts(language, { aside })
          : openUnattended(language, { aside });
      processExit.watch(terminal);
      return terminal;
    },
    converse: (terminal, signIn) => app.converse(terminal, signIn, language),
    print: (line) => process.stdout.write(`${line}\n`),
  });
}
