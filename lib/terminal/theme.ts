import { style } from './style.ts';

/** Points to the line of a list that is lit up. */
export const pointer = '❯';

/** The looks that the first frame, drawn before anything is loaded, shares with the prompts that follow it. */
export function promptTheme(colours: boolean) {
  const { blue, green, bold } = style(colours);
  return {
    prefix: { idle: blue('?'), done: green('✔') },
    message: bold,
  } as const;
}
