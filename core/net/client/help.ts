import { flagRows, section } from '#core/cli/help.ts';
import type { Language } from '#lib/text/text.ts';
import { clientFlags } from './client-flags.ts';
import { namedVerbs } from './command-line.ts';
import { type AnyVerb, isRestVerb, type Verb } from './verb.ts';

const program = 'node bin/connect.js HOST:PORT';

const words = {
  usage: { zh: '用法', en: 'Usage' },
  verbs: { zh: '命令', en: 'Commands' },
  flags: { zh: '选项', en: 'Flags' },
};

/** `--help` of the client itself. */
export const helpOfClient = (verbs: readonly AnyVerb[], language: Language): string =>
  [
    `${words.usage[language]}: ${program} [command] [--flags]`,
    ...verbs.filter(isRestVerb).flatMap(({ summary }) => summary.map((line) => `  ${line[language]}`)),
    section(
      words.verbs[language],
      namedVerbs(verbs).map(
        ({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary[language]] as const,
      ),
    ),
    section(words.flags[language], flagRows(clientFlags, language)),
  ].join('\n');

/** `--help` of one verb. */
export const helpOfVerb = ({ name, usage, summary, flags = [] }: Verb, language: Language): string =>
  [
    `${words.usage[language]}: ${`${program} ${name} ${usage}`.trim()}`,
    `  ${summary[language]}`,
    section(words.flags[language], flagRows([...flags, ...clientFlags], language)),
  ].join('\n');
