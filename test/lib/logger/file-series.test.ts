import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileSeries } from '#lib/logger/file-series.ts';
import { forEachTest } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const lifetime = forEachTest();

function folderWith(...names: string[]): { folder: string; series: FileSeries } {
  const { path: folder } = lifetime.use(new TemporaryFolder());
  for (const name of names) writeFileSync(join(folder, name), name);
  return { folder, series: new FileSeries(folder, 'all2') };
}

test('the files are listed oldest first, by day and by number', () => {
  const { series } = folderWith(
    'all2-2026-01-02.10.log',
    'all2-2026-01-02.9.log',
    'all2-2026-01-02.log',
    'all2-2026-01-01.3.log',
  );
  const names = series.list().map((file) => `${file.day} ${file.number}`);
  expect(names).toEqual(['2026-01-01 3', '2026-01-02 0', '2026-01-02 9', '2026-01-02 10']);
});

test('a path names the file that is listed', () => {
  const { folder, series } = folderWith('all2-2026-01-02.10.log', 'all2-2026-01-02.log');
  expect(series.list().map((file) => series.path(file))).toEqual(
    ['all2-2026-01-02.log', 'all2-2026-01-02.10.log'].map((name) => join(folder, name)),
  );
});

test('closing the gaps of a day keeps the order and touches no other day', () => {
  const { folder, series } = folderWith(
    'all2-2026-01-02.4.log',
    'all2-2026-01-02.2.log',
    'all2-2026-01-01.3.log',
  );
  series.closeGaps('2026-01-02');
  const held = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  expect(Object.fromEntries(held)).toEqual({
    'all2-2026-01-01.3.log': 'all2-2026-01-01.3.log',
    'all2-2026-01-02.log': 'all2-2026-01-02.2.log',
    'all2-2026-01-02.1.log': 'all2-2026-01-02.4.log',
  });
});

test('the oldest are removed, the current one never', () => {
  const { folder, series } = folderWith(
    'all2-2026-01-01.log',
    'all2-2026-01-02.log',
    'all2-2026-01-03.log',
    'all2.log',
  );
  series.removeOldest(1, join(folder, 'all2-2026-01-01.log'), '2026-01-03');
  expect(readdirSync(folder).sort()).toEqual(['all2-2026-01-01.log', 'all2-2026-01-03.log', 'all2.log']);
});

test('files of days to come, which a wrong clock has made, are removed first', () => {
  const { folder, series } = folderWith(
    'all2-2026-01-01.log',
    'all2-2026-01-02.log',
    'all2-2099-01-01.log',
    'all2-2099-01-02.log',
  );
  series.removeOldest(2, join(folder, 'all2-2026-01-03.log'), '2026-01-03');
  expect(readdirSync(folder).sort()).toEqual(['all2-2026-01-01.log', 'all2-2026-01-02.log']);
});

test('an ordinary file in the place of the link is renamed, and never over another one', () => {
  const { folder, series } = folderWith('all2.log', 'all2.old.log');
  expect(series.moveFileAside()).toBe('all2.old-2.log');
  expect(series.moveFileAside()).toBeUndefined();
  expect(readFileSync(join(folder, 'all2.old-2.log'), 'utf8')).toBe('all2.log');
});
