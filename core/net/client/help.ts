import { flagRows, helpTitles, section } from '#core/cli/help.ts';
import type { Language } from '#lib/text/text.ts';
import { clientFlags } from './client-flags.ts';
import { namedVerbs } from './command-line.ts';
import { type AnyVerb, isRestVerb, type Verb } from './verb.ts';

const program = 'node bin/connect.js HOST:PORT';

/** `--help` of the client itself. */
export const helpOfClient = (verbs: readonly AnyVerb[], language: Language): string =>
  [
    `${helpTitles.usage[language]}: ${program} [command] [--flags]`,
    ...verbs.filter(isRestVerb).flatMap(({ summary }) => summary.map((line) => `  ${line[language]}`)),
    section(
      helpTitles.commands[language],
      namedVerbs(verbs).map(
        ({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary[language]] as const,
      ),
    ),
    section(helpTitles.flags[language], flagRows(clientFlags, language)),
  ].join('\n');

/** `--help` of one verb. */
export const helpOfVerb = ({ name, usage, summary, flags = [] }: Verb, language: Language): string =>
  [
    `${helpTitles.usage[language]}: ${`${program} ${name} ${usage}`.trim()}`,
    `  ${summary[language]}`,
    section(helpTitles.flags[language], flagRows([...flags, ...clientFlags], language)),
  ].join('\n');
