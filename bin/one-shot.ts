import { runOneShot } from '#core/cli/run-one-shot.ts';
import type { Command } from '#core/command.ts';
import { errors } from '#core/errors.ts';
import { terminalWords } from '#core/terminal-words.ts';
import type { Text } from '#lib/text/text.ts';
import type { App } from './app.ts';
import type { Departure } from './departure.ts';
import { secretsFrom } from './secrets.ts';
import { settingFlags } from './setting-flags.ts';
import type { Startup } from './startup.ts';
import { isPersonThere, openPrompts, openScreen, openScript } from './terminals.ts';

/** One command at this process's own streams. @throws AppError, Left. */
export function runHere(
  app: App,
  { args, preview: { flags }, settings: { language } }: Startup,
  departure: Departure,
  command: Command,
): Promise<void> {
  // A terminal would show what is typed; there the password is asked.
  const readsSecrets = flags.has('password-stdin') && !isPersonThere();
  if (readsSecrets && command.converses) throw errors.usage({ problems: [linesAreTaken[language]] });
  return runOneShot({
    command,
    args,
    settingFlags,
    secrets: secretsFrom(process.env, readsSecrets ? process.stdin : undefined, terminalWords(language)),
    language,
    users: app.users,
    async openTerminal(mustAsk) {
      // --json keeps standard output for the one object.
      const aside = flags.has('json');
      const openUnattended = command.converses ? openScript : openScreen;
      const terminal =
        mustAsk && isPersonThere()
          ? await openPrompts(language, { aside })
          : openUnattended(language, { aside });
      departure.watch(terminal);
      return terminal;
    },
    converse: (terminal, signIn) => app.converse(terminal, signIn, language),
    print: (line) => process.stdout.write(`${line}\n`),
  });
}

const linesAreTaken: Text = {
  zh: '标准输入的行是对话，密码请用 APP_PASSWORD 给出',
  en: 'the lines of standard input are the conversation; give the password in APP_PASSWORD',
};
