/** A key of less can be found by trying likely keys on a recorded connection. 16 random bytes or letters have more. */
const bitsMin = 48;

/**
 * Whether a key is so regular that it cannot be random: repeated, in sequence, or of few different bytes. It cannot tell
 * a random key from a sentence.
 */
export function isGuessable(key: Uint8Array): boolean {
  const unit = repeatedUnitOf(key);
  const steps = unit.map((byte, index) => byte - (unit[index - 1] ?? 0)).slice(1);
  return Math.min(bitsOf(unit), bitsOf(steps)) < bitsMin;
}

/** @returns the shortest beginning of which the whole key is made by repeating it. */
function repeatedUnitOf(key: Uint8Array): Uint8Array {
  const text = Buffer.from(key);
  const period = Buffer.concat([text, text]).indexOf(text, 1);
  return key.subarray(0, period);
}

/** The length times Shannon's entropy of the bytes: an estimate from above. */
function bitsOf(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits += count * Math.log2(bytes.length / count);
  return bits;
}
