import { clean } from '#lib/text/clean.ts';

/** `ok`, or the reason why the text is not valid as a user's name. */
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
 * Checks a name of config.ini or of `register`. A name must be in Unicode NFC, so that names that look the same are the
 * same. The length is counted in code points.
 */
export function checkName(name: string): NameVerdict {
  if (name === '') return 'empty';
  if (name !== name.normalize('NFC')) return 'not_normalized';
  if (name.trim() !== name) return 'outer_space';
  // With invisible or direction-changing characters, one name could look like another. A bracket would end the section
  // header in config.ini.
  if (clean(name) !== name || /[[\]]/.test(name)) return 'forbidden_character';
  // In config.ini, [DEFAULT] contains the defaults of all users.
  if (name === 'DEFAULT') return 'reserved';
  // The first comparison avoids the list of code points for a very long text.
  return name.length > 2 * nameLengthMax || [...name].length > nameLengthMax ? 'too_long' : 'ok';
}
