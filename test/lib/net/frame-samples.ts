import { frameOf } from '#test/kit/net/frames.ts';
import { below, seededRandom } from '#test/kit/net/random.ts';

export interface Sample {
  readonly header: Record<string, unknown>;
  readonly body: string;
  readonly bytes: Buffer;
}

const words = ['put', '金老板', 'echo', '哪吒🔥', 'a"b\\c', 'é', ''];

/** Small frames of every kind, always the same ones: no body, an empty one, `data_size`, `filesize`, text of any width. */
export function sampleFrames(count: number, seed = 1): Sample[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const size = below(random, 24);
    const sizes = [{}, { data_size: size }, { filesize: size }, { filesize: size, data_size: size }];
    const sized = sizes[below(random, sizes.length)] ?? {};
    const header = { cmd: words[below(random, words.length)], n: below(random, 100), ...sized };
    const noise = Buffer.from(Array.from({ length: size }, () => below(random, 256)));
    const body = Object.keys(sized).length === 0 ? Buffer.alloc(0) : noise;
    return { header, body: body.toString('latin1'), bytes: frameOf(header, body) };
  });
}
