import type { Prompt } from './terminal.ts';

/**
 * Maximum line length of every prompt, in UTF-16 units. Each key draws the line again: that takes 2 ms for 4,096
 * characters, and 20 to 60 ms for this many.
 */
export const lineCharsMax = 65_536;

/** @param otherwise the limit for a prompt without one. @returns the maximum line length of a prompt, in UTF-16 units. */
export const charsMaxOf = (prompt: Prompt, otherwise: number): number =>
  prompt.kind === 'text' ? Math.min(prompt.charsMax ?? otherwise, lineCharsMax) : otherwise;
