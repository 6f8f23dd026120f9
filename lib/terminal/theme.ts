import { style } from './style.ts';

/** Points to the line of a list that is lit up. */
export const pointer = '❯';

/** The looks that the first prompt, drawn before anything is loaded, shares with the prompts that follow it. */
export function promptTheme(colours: boolean) {
  const { blue, green, bold } = style(colours);
  return {
    prefix: { idle: blue('?'), done: green('✔') },
    message: bold,
  } as const;
}

/**
 * A text prompt as it looks before the first key, for a launcher that draws it before it loads anything.
 * Pass `drawn: true` to openPromptTerminal afterwards: the real prompt then takes its place.
 */
export function firstPrompt(message: string, colours: boolean): string {
  const theme = promptTheme(colours);
  return `${theme.prefix.idle} ${theme.message(message)} `;
}
