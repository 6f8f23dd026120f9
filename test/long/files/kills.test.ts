import { expect, test } from 'vitest';
import { surviveKills } from '#test/core/files/survive-kills.ts';
import { bundleFixture } from '#test/db/sqlite/fixture.ts';

test(
  'kill -9 of client or server in the middle of uploads, 1,000 times',
  async () => {
    const server = await bundleFixture('test/core/files/server.fixture.ts');
    const lanes = await Promise.all(
      Array.from({ length: 4 }, (_, lane) =>
        surviveKills(server, 250, (n) => ((n * 4 + lane) % 1_009) / 1_000),
      ),
    );
    expect(lanes.reduce((sum, { broken }) => sum + broken, 0)).toBeGreaterThan(500);
    expect(lanes.reduce((sum, { resumed }) => sum + resumed, 0)).toBeGreaterThan(300);
  },
  30 * 60_000,
);
