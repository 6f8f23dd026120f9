import { clean } from '#lib/text/clean.ts';

/** `ok`, or why it cannot be a user's name. */
export type NameVerdict =
  | 'ok'
  | 'empty'
  | 'too_long'
  | 'not_normalized'
  | 'outer_space'
  | 'forbidden_character'
  | 'reserved';

export const nameLengthMax = 64;

/**
 * The one rule for names, in config.ini and for `register`. It judges a name in Unicode's NFC form, in which two names
 * that look the same are the same; length is counted in code points.
 */
export function checkName(name: string): NameVerdict {
  if (name === '') return 'empty';
  if (name !== name.normalize('NFC')) return 'not_normalized';
  if (name.trim() !== name) return 'outer_space';
  // Characters that hide or turn the text let one user pass for another. Brackets end the section in config.ini early.
  if (clean(name) !== name || /[[\]]/.test(name)) return 'forbidden_character';
  // A user of that name would be every user's defaults.
  if (name === 'DEFAULT') return 'reserved';
  // Counting code points spreads the text into a list, which a long one must not cost.
  return name.length > 2 * nameLengthMax || [...name].length > nameLengthMax ? 'too_long' : 'ok';
}
