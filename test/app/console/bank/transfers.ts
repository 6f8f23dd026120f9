import { expect } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import type { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { sendThroughChaos } from '../client.ts';

export const transfer = 'transfer --user egon --to alex --amount 1 --json';

export const movements = (home: Home): number =>
  home.all(`select id from journal where kind = 'transfer'`).length;

export async function expectBooksRight(home: Home): Promise<void> {
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
}

/** Transfers over a bad network: each happens once. */
export async function transferThroughChaos(count: number): Promise<void> {
  using home = bankHome();
  const lines = new Map(Array.from({ length: count }, (_, number) => [`n${number}`, transfer]));
  await sendThroughChaos(home, {
    lines,
    expectDone: (id, stdout) => expect(JSON.parse(stdout)).toMatchObject({ id, status: 'created' }),
  });
  expect(movements(home)).toBe(count);
  await expectBooksRight(home);
}
