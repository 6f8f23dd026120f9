import { expect, it } from 'vitest';
import { bundleFixture } from '#test/db/sqlite/fixture.ts';
import { surviveKills } from './survive-kills.ts';

it('an upload survives 8 kill -9 of client or server: the name is old or new, and the next try completes it', async () => {
  const server = await bundleFixture('test/core/files/server.fixture.ts');
  const met = await Promise.all(
    [0, 1, 2, 3].map((lane) => surviveKills(server, 2, (n) => ((n * 7 + lane * 3) % 11) / 10)),
  );
  const sum = (pick: (one: (typeof met)[number]) => number): number =>
    met.reduce((total, one) => total + pick(one), 0);
  // Six of the eight kills come before all has arrived, and five of these leave a part to continue.
  expect(sum(({ broken }) => broken)).toBeGreaterThanOrEqual(6);
  expect(sum(({ resumed }) => resumed)).toBeGreaterThanOrEqual(5);
});
