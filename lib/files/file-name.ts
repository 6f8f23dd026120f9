import { clean } from '#lib/text/clean.ts';

/** `ok`, or the reason why the name cannot be used. */
export type FileNameVerdict =
  | 'ok'
  | 'empty'
  | 'too_long'
  | 'dots'
  | 'outer_blank'
  | 'forbidden_character'
  | 'device_name';

/** The maximum length of a name in common file systems. */
export const fileNameBytesMax = 255;

// Windows opens the device also for names such as `con.txt` or `con .txt`.
const deviceName =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$) *(?:\.|$)/i;

/**
 * Checks that a name means one file in one folder, and the same file on every system. A valid name cannot lead out of the
 * folder, and no file system changes it. The check uses the NFC form (Unicode Standard Annex 15), which is also stored.
 */
export function checkFileName(name: string): FileNameVerdict {
  const composed = composeFileName(name);
  if (composed === '') return 'empty';
  if (composed === '.' || composed === '..') return 'dots';
  // The cheap checks of the length come first, so that a long text costs little.
  if (composed.length > fileNameBytesMax || Buffer.byteLength(composed) > fileNameBytesMax) return 'too_long';
  // Separators, characters reserved by Windows (a colon opens another stream), and control or bidirectional characters.
  if (/[/\\:*?"<>|]/.test(composed) || clean(composed) !== composed) return 'forbidden_character';
  // Windows removes trailing blanks and dots, which would make it another name.
  if (composed.trim() !== composed || composed.endsWith('.')) return 'outer_blank';
  return deviceName.test(composed) ? 'device_name' : 'ok';
}

/** Normalizes a name to NFC, because macOS may send it in NFD: equal names must be the same file. */
export const composeFileName = (name: string): string => name.normalize('NFC');
