import { clean } from '#lib/text/clean.ts';
import type { Choice, Prompt, TerminalWords } from './terminal.ts';

/** The result of a line for a prompt: an answer, a complaint, or a list to choose from. */
export type Reading =
  | { readonly answer: string }
  | { readonly complaint: string }
  | { readonly choices: readonly Choice[] };

const yes = ['y', 'yes', '是', '对'];
const no = ['n', 'no', '否', '不'];

/** Reads one line of a pipe as the answer to a prompt. @param offered the list that was shown last. */
export function readLine(
  prompt: Prompt,
  line: string,
  offered: readonly Choice[],
  words: TerminalWords,
): Reading {
  switch (prompt.kind) {
    case 'text':
      return checked(line === '' ? (prompt.initial ?? '') : line, prompt.check);
    case 'secret':
      return checked(line, prompt.check);
    case 'confirm':
      return confirmed(line.trim().toLowerCase(), prompt.initial, words);
    case 'choice': {
      const answer = chosen(line.trim(), offered);
      if (answer !== undefined) return { answer };
      if (line.trim() !== '') return { complaint: words.noSuchChoice };
      return prompt.initial === undefined ? { choices: offered } : { answer: prompt.initial };
    }
    case 'search':
      return searched(line.trim(), prompt.find, offered, words);
  }
}

/** @returns the choices as numbered lines with their hints. */
export function listOf(choices: readonly Choice[]): string {
  return choices
    .map(
      ({ name, hint }, index) =>
        `${index + 1}. ${clean(name)}${hint === undefined ? '' : `  ${clean(hint).trim()}`}`,
    )
    .join('\n');
}

function checked(answer: string, check: ((answer: string) => string | undefined) | undefined): Reading {
  const complaint = check?.(answer);
  return complaint === undefined ? { answer } : { complaint };
}

function confirmed(answer: string, initial: boolean, words: TerminalWords): Reading {
  if (answer === '') return { answer: initial ? 'yes' : 'no' };
  if (yes.includes(answer) || answer === words.yes.toLowerCase()) return { answer: 'yes' };
  if (no.includes(answer) || answer === words.no.toLowerCase()) return { answer: 'no' };
  return { complaint: words.yesOrNo };
}

/** @param line the number, the value or the name of a choice. @returns the value. */
function chosen(line: string, choices: readonly Choice[]): string | undefined {
  const numbered = /^\d{1,6}$/.test(line) ? choices[Number(line) - 1] : undefined;
  return (numbered ?? choices.find(({ value, name }) => value === line || name === line))?.value;
}

function searched(
  term: string,
  find: (term: string) => readonly Choice[],
  offered: readonly Choice[],
  words: TerminalWords,
): Reading {
  const answer = term === '' ? undefined : chosen(term, offered);
  if (answer !== undefined) return { answer };
  const found = find(term);
  const exact = term === '' ? undefined : found.find(({ value, name }) => value === term || name === term);
  const only = exact ?? (found.length === 1 && term !== '' ? found[0] : undefined);
  if (only !== undefined) return { answer: only.value };
  return found.length === 0 ? { complaint: words.noMatch } : { choices: found };
}
