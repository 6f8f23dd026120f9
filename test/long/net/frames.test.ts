import { expect, test } from 'vitest';
import { heldBytes, mebibyte } from '#test/kit/net/memory.ts';
import { decodeMutated } from '#test/lib/net/mutated-frames.ts';

test('1,000,000 mutated frames: a frame or a FrameError, and nothing is held', () => {
  decodeMutated(10_000, 1);
  const before = heldBytes();
  for (let seed = 0; seed < 10; seed++) {
    const { frames, refused } = decodeMutated(100_000, seed);
    expect(Math.min(frames, refused)).toBeGreaterThan(10_000);
    expect(heldBytes() - before).toBeLessThan(5 * mebibyte);
  }
});
