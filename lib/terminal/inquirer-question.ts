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
  /** Called at every drawing with the line of a text prompt. */
  readonly onLine: (line: string) => void;
  /** Called with the results of a search. */
  readonly onFound: (choices: readonly Choice[]) => void;
  /** Called with an error of `check` or `find`, which inquirer would swallow. */
  readonly onError: (error: unknown) => void;
}

/** Rows that the message, the tips and the space between them take from a list. */
const otherRows = 5;
const listRowsMax = 14;
/** Columns of the pointer and the number before a name. */
const labelColumns = 6;

/** @returns the question for inquirer. All texts in it are cleaned. */
export function questionOf(prompt: Prompt, options: QuestionOptions) {
  const { theme, onLine, columns, rows } = options;
  const common = { name: 'answer', message: clean(prompt.message, { lines: true }), theme };
  const pageSize = Math.max(3, Math.min(listRowsMax, rows - otherRows));
  switch (prompt.kind) {
    case 'text':
      return {
        ...common,
        type: 'input',
        validate: validate(prompt.check, options),
        transformer: seen(onLine),
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

function seen(onLine: (line: string) => void) {
  return (line: string) => {
    onLine(line);
    return line;
  };
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
    onFound(choices);
    return choices;
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
