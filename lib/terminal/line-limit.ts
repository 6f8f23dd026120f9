import type { Prompt } from './terminal.ts';

/** Maximum line length of a script, in UTF-16 units. */
export const lineCharsMax = 65_536;

/** Maximum line length at a screen, in UTF-16 units. Each key draws the line again, which takes 2 ms for this many. */
const screenCharsMax = 4_096;

/** The part of a line at a screen that is kept beyond its limit, so that the user can shorten it. */
export const excessCharsMax = 256;

/** No prompt at a screen takes more of a text. One unit more than it keeps: then the prompt says that the line is too long. */
export const typedCharsMax = screenCharsMax + excessCharsMax + 1;

/** @param otherwise the limit for a prompt without one. @returns the maximum line length of a prompt, in UTF-16 units. */
export const charsMaxOf = (prompt: Prompt, otherwise: number): number =>
  prompt.kind === 'text' ? Math.min(prompt.charsMax ?? otherwise, lineCharsMax) : otherwise;

/** The same for a prompt at a screen. */
export const screenCharsMaxOf = (prompt: Prompt, otherwise: number): number =>
  Math.min(charsMaxOf(prompt, otherwise), screenCharsMax);
