import { FrameError, type FrameFault } from '#lib/net/frame-error.ts';
import { decodeAll, frameOf, lengthOf } from '#test/kit/net/frames.ts';
import { below, seededRandom } from '#test/kit/net/random.ts';
import { sampleFrames } from './frame-samples.ts';

type Random = () => number;
type Mutation = (bytes: Buffer, random: Random) => Buffer;

const spliced = (bytes: Buffer, at: number, removed: number, ...inserted: Uint8Array[]): Buffer =>
  Buffer.concat([bytes.subarray(0, at), ...inserted, bytes.subarray(at + removed)]);

const evilLengths = [-1, 0, 1, 8192, 8193, 65_536, 2 ** 31 - 1, -(2 ** 31)];
const evilHeaders = [
  '{"filesize":-1}',
  '{"filesize":1e999}',
  '{"data_size":9007199254740993}',
  '{"filesize":9007199254740991}',
  '{"filesize":1,"data_size":2}',
  '{"__proto__":{"filesize":1}}',
  '[{"filesize":1}]',
  '"filesize"',
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
];

const mutations: readonly Mutation[] = [
  (bytes) => bytes,
  function flipBit(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = below(random, changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8));
    return changed;
  },
  function replaceByte(bytes, random) {
    const changed = Buffer.from(bytes);
    changed[below(random, changed.length)] = below(random, 256);
    return changed;
  },
  (bytes, random) => spliced(bytes, below(random, bytes.length), 1 + below(random, 8)),
  (bytes, random) => spliced(bytes, below(random, bytes.length), 0, Buffer.from([below(random, 256)])),
  (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  function repeatPart(bytes, random) {
    const at = below(random, bytes.length);
    return spliced(bytes, at, 0, bytes.subarray(at, at + below(random, 64)));
  },
  (bytes, random) => spliced(bytes, 0, 4, lengthOf(evilLengths[below(random, evilLengths.length)] ?? 0)),
  (bytes, random) => spliced(bytes, 0, 0, frameOf(evilHeaders[below(random, evilHeaders.length)] ?? '')),
  (bytes, random) => spliced(bytes, 4 + below(random, bytes.length), 0, Buffer.from([0xc3, 0x28])),
];

/** Cuts bytes into up to four chunks anywhere. */
function cut(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: below(random, 4) }, () => below(random, bytes.length + 1));
  const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

/**
 * Feeds this many frames, each broken in one to three ways and followed by a good one, to a decoder each.
 * @throws any error of the decoder that is no FrameError.
 */
export function decodeMutated(count: number, seed: number) {
  const random = seededRandom(seed);
  const samples = sampleFrames(200, seed);
  const faults = new Set<FrameFault>();
  let [frames, refused] = [0, 0];
  for (let n = 0; n < count; n++) {
    let bytes = samples[n % samples.length]?.bytes ?? Buffer.alloc(0);
    for (let times = 1 + below(random, 3); times > 0 && bytes.length > 0; times--)
      bytes = mutations[below(random, mutations.length)]?.(bytes, random) ?? bytes;
    try {
      frames += decodeAll(cut(Buffer.concat([bytes, frameOf({ cmd: 'next' })]), random)).length;
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      refused++;
      faults.add(error.fault);
    }
  }
  return { frames, refused, faults };
}
