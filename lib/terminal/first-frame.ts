import { promptTheme } from './theme.ts';

/**
 * A text prompt as it looks before the first key, for a launcher that draws it before it loads anything.
 * Pass `drawn: true` to openPromptTerminal afterwards: the real prompt then takes its place.
 */
export function firstFrame(message: string, colours: boolean): string {
  const theme = promptTheme(colours);
  return `${theme.prefix.idle} ${theme.message(message)} `;
}
