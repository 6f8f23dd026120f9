import { expect, it } from 'vitest';
import { bundleFixture } from '#test/db/sqlite/fixture.ts';
import { surviveKills } from './survive-kills.ts';

const lanes = [0, 1, 2, 3, 4];

it('an upload survives 50 kill -9 of client or server: the name is old or new, and the next try completes it', async () => {
  const server = await bundleFixture('test/core/files/server.fixture.ts');
  const met = await Promise.all(
    lanes.map((lane) => surviveKills(server, 10, (n) => ((n * 7 + lane * 3) % 11) / 10)),
  );
  const sum = (pick: (one: (typeof met)[number]) => number): number =>
    met.reduce((total, one) => total + pick(one), 0);
  // Otherwise the kills came too late to mean anything.
  expect(sum(({ broken }) => broken)).toBeGreaterThan(25);
  expect(sum(({ resumed }) => resumed)).toBeGreaterThan(15);
});
