import { clean } from '#lib/text/clean.ts';

/** `ok`, or why nothing can be stored under that name. */
export type FileNameVerdict =
  | 'ok'
  | 'empty'
  | 'too_long'
  | 'dots'
  | 'outer_blank'
  | 'forbidden_character'
  | 'device_name';

/** The longest name that the usual file systems take. */
export const fileNameBytesMax = 255;

// Windows opens the device whatever stands after the dot, and whatever blanks stand before it.
const deviceName =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$) *(?:\.|$)/i;

/**
 * Whether a name is one file in one folder, and the same file on every system: a name that passes here cannot lead out of
 * the folder, and nothing that holds it will change it. It is judged in Unicode's NFC form, as it is stored.
 */
export function checkFileName(name: string): FileNameVerdict {
  const composed = composeFileName(name);
  if (composed === '') return 'empty';
  if (composed === '.' || composed === '..') return 'dots';
  // A long text must not cost more than its length.
  if (composed.length > fileNameBytesMax || Buffer.byteLength(composed) > fileNameBytesMax) return 'too_long';
  // Separators, what Windows keeps for itself (a colon opens another stream of the file), and all that hides or turns text.
  if (/[/\\:*?"<>|]/.test(composed) || clean(composed) !== composed) return 'forbidden_character';
  // Windows drops blanks and dots at the end, and then it is another name.
  if (composed.trim() !== composed || composed.endsWith('.')) return 'outer_blank';
  return deviceName.test(composed) ? 'device_name' : 'ok';
}

/** Two names that look the same are the same file, whichever system typed them: macOS takes accents apart. */
export const composeFileName = (name: string): string => name.normalize('NFC');
