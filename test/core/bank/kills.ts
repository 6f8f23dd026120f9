import { expect } from 'vitest';
import { Fixture } from '#test/db/sqlite/fixture.ts';
import { databaseOptions } from '#test/kit/open-test-database.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

/**
 * Kills a process that transfers money, again and again on one file. Each next process, alone with what the killed one
 * has left, shows the books first; no other process opens the file, or SQLite would have nothing to recover.
 * @param transfersOf after how many acknowledged transfers the n-th process is killed.
 * @returns how many transfers were acknowledged in all.
 */
export async function surviveKills(
  bundle: string,
  kills: number,
  transfersOf: (n: number) => number,
): Promise<number> {
  using folder = new TemporaryFolder();
  const file = folder.databaseFile;
  const acknowledged: string[] = [];
  const start = async (n: number, transfers: number) => {
    const child = new Fixture(bundle, [
      file,
      JSON.stringify(databaseOptions),
      `run${n}`,
      String(transfers),
      'egon',
      'alex',
    ]);
    await child.untilLine();
    expectIntact(child.lines[0] ?? '', acknowledged, n);
    return child;
  };
  for (let n = 0; n < kills; n++) {
    using child = await start(n, 1_000_000);
    await child.untilLine(1 + transfersOf(n));
    child.kill();
    expect(await child.untilExit()).toEqual({ code: null, errors: '' });
    acknowledged.push(...child.lines.slice(1).map((line) => line.replace(/ created$/, '')));
  }
  using last = await start(kills, 0);
  expect(await last.untilExit()).toEqual({ code: 0, errors: '' });
  return acknowledged.length;
}

function expectIntact(books: string, acknowledged: readonly string[], kills: number): void {
  const { ok, total, booked } = JSON.parse(books);
  expect({ ok, total }).toEqual({ ok: true, total: '2000000' });
  const once = new Set(booked);
  expect(once.size).toBe(booked.length);
  expect(acknowledged.filter((id) => !once.has(id))).toEqual([]);
  // A kill can fall between a commit and its acknowledgement: one more each time, never two.
  expect(booked.length - acknowledged.length).toBeLessThanOrEqual(kills);
}
