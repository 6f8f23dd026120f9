import { style } from './style.ts';

/** Marks the active item of a list. */
export const pointer = '❯';

/** Stands before a refusal, which must not look like the answers above it. */
export const refusedMark = '✘';

/** The style of the first prompt, which is drawn before inquirer is loaded, and of all later prompts. */
export function promptTheme(colours: boolean) {
  const { blue, green, yellow, bold } = style(colours);
  return {
    prefix: { idle: blue('?'), done: green('✔'), declined: yellow('–') },
    message: bold,
  } as const;
}

/**
 * @returns a text prompt before its first key. A launcher draws it before it loads the app, and then passes `drawn: true`
 * to openPromptTerminal: the real prompt replaces it.
 */
export function firstPrompt(message: string, colours: boolean): string {
  const theme = promptTheme(colours);
  return `${theme.prefix.idle} ${theme.message(message)} `;
}
