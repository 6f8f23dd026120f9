import { expect, test } from 'vitest';
import { surviveKills } from '#test/core/bank/kills.ts';
import { bundleFixture } from '#test/db/sqlite/fixture.ts';

test(
  'kill -9 in the middle of transfers, 1,000 times',
  async () => {
    const transferLoop = await bundleFixture('test/core/bank/transfer-loop.fixture.ts');
    const lanes = await Promise.all(
      Array.from({ length: 4 }, (_, lane) =>
        surviveKills(transferLoop, 250, (n) => ((n * 4 + lane) * 13) % 61),
      ),
    );
    expect(lanes.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20_000);
  },
  30 * 60_000,
);
