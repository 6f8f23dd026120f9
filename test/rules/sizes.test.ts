import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { fileLinesMax, longFiles } from './sizes.ts';
import { readProject, sourcesIn } from './sources.ts';

test('no file is longer than the limit', () => {
  expect(longFiles(sourcesIn(readProject(root)))).toEqual([]);
});

test('a longer file is found', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const planted = new Map([
    ['lib/long.ts', lines(fileLinesMax + 1)],
    ['lib/short.ts', lines(fileLinesMax)],
  ]);
  expect(longFiles(planted)).toEqual([expect.stringMatching(/^lib\/long\.ts has 251 lines/)]);
});

test('a function of more than 60 lines is found by the linter', () => {
  using folder = temporary();
  const lint = (lines: number): string => {
    const source = `export function planted(): void {\n${'  planted();\n'.repeat(lines)}}\n`;
    writeFileSync(join(folder.path, 'lib', 'planted.ts'), source);
    const args = ['lint', '--vcs-enabled=false', 'lib'];
    return spawnSync(biome, args, { cwd: folder.path, encoding: 'utf8' }).stderr;
  };
  expect(lint(70)).toContain('noExcessiveLinesPerFunction');
  expect(lint(50)).not.toContain('noExcessiveLinesPerFunction');
});

const biome = join(root, 'node_modules', '.bin', 'biome');

function temporary(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'lint-'));
  mkdirSync(join(path, 'lib'));
  copyFileSync(join(root, 'biome.json'), join(path, 'biome.json'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
