import { clean } from '#lib/text/clean.ts';
import { displayWidth, pad, truncate } from '#lib/text/width.ts';
import type { inquirerTheme } from './inquirer-theme.ts';
import { style } from './style.ts';
import type { Check, Choice, Prompt } from './terminal.ts';

export interface QuestionOptions {
  readonly colours: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly theme: ReturnType<typeof inquirerTheme>;
  /** Called with the results of a search, and the number of further ones, which are not shown. */
  readonly onFound: (choices: readonly Choice[], further: number) => void;
  /** Called with an error of `check` or `find`, which inquirer would swallow. */
  readonly onError: (error: unknown) => void;
}

/** Rows for the message, the keys of the list, and the result of the command before: it must not leave the screen. */
const otherRows = 10;
const listRowsMax = 14;
const listRowsMin = 3;
/** A search draws its list at every change of the line, so the list must not grow with what can be found. */
const foundMax = 50;
/** Columns of the pointer and the number before a name. */
const labelColumns = 6;

/** @returns the number of items that a list shows at once. */
export const pageSizeIn = (rows: number): number =>
  Math.max(listRowsMin, Math.min(listRowsMax, rows - otherRows));

/** @returns the question for inquirer. All texts in it are cleaned. */
export function questionOf(prompt: Prompt, options: QuestionOptions) {
  const { theme, columns, rows } = options;
  const common = { name: 'answer', message: clean(prompt.message, { lines: true }), theme };
  const pageSize = pageSizeIn(rows);
  switch (prompt.kind) {
    case 'text':
      return {
        ...common,
        type: 'input',
        validate: validate(prompt.check, options),
      };
    case 'secret':
      return {
        ...common,
        type: 'password',
        mask: '*',
        toggleMask: false,
        validate: validate(prompt.check, options),
      };
    case 'choice':
      return {
        ...common,
        type: 'select',
        choices: listed(prompt.choices, columns, options.colours, { numbered: true }),
        pageSize,
        loop: false,
        ...(prompt.initial === undefined ? {} : { default: prompt.initial }),
      };
    case 'search':
      return {
        ...common,
        type: 'search',
        source: (term = '') => listed(found(prompt.find, term, options), columns, options.colours),
        pageSize,
      };
    case 'confirm':
      return {
        ...common,
        type: 'confirm',
        theme: confirmTheme(theme, prompt.initial),
        default: prompt.initial,
      };
  }
}

/** The hint names the keys, which are the same in every language: `y` needs no input method. Enter gives the capital one. */
function confirmTheme(theme: QuestionOptions['theme'], initial: boolean): QuestionOptions['theme'] {
  const defaultAnswer = () => theme.style.defaultAnswer(initial ? 'Y/n' : 'y/N');
  return { ...theme, style: { ...theme.style, defaultAnswer } };
}

function validate(check: Check | undefined, { onError }: QuestionOptions) {
  return (answer: string): true | string => {
    try {
      const complaint = check?.(answer);
      return complaint === undefined ? true : clean(complaint);
    } catch (error) {
      onError(error);
      return ' ';
    }
  };
}

function found(
  find: (term: string) => readonly Choice[],
  term: string,
  { onFound, onError }: QuestionOptions,
) {
  try {
    const choices = find(term);
    const shown = choices.slice(0, foundMax);
    onFound(shown, choices.length - shown.length);
    return shown;
  } catch (error) {
    onError(error);
    return [];
  }
}

/** Hints are in a column of their own. A long item is cut to one line. */
function listed(
  choices: readonly Choice[],
  columns: number,
  colours: boolean,
  { numbered = false }: { readonly numbered?: boolean } = {},
) {
  const { dim } = style(colours);
  const room = Math.max(1, columns - labelColumns - 1);
  const names = choices.map(({ name }) => truncate(clean(name), room));
  const width = Math.max(0, ...names.map(displayWidth));
  // inquirer writes `9. ` and `10. ` before the names, so a name after a shorter number is padded by one more column.
  const digits = (index: number) => (numbered ? String(index + 1).length : 0);
  const digitsMax = digits(choices.length - 1);
  return choices.map(({ value, hint }, index) => {
    const name = names[index] ?? '';
    const shown = hint === undefined ? '' : truncate(clean(hint), room - width - 2);
    const padded = pad(name, width + digitsMax - digits(index));
    return { value, short: name, name: shown === '' ? name : `${padded}  ${dim(shown)}` };
  });
}
