import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { fileLinesMax, longFiles } from './sizes.ts';
import { readProject, sourcesIn } from './sources.ts';

test('no file is longer than a reader takes in', () => {
  expect(longFiles(sourcesIn(readProject(root)))).toEqual([]);
});

test('a longer one is found', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const planted = new Map([
    ['lib/long.ts', lines(fileLinesMax + 1)],
    ['lib/short.ts', lines(fileLinesMax)],
  ]);
  expect(longFiles(planted)).toEqual([expect.stringMatching(/^lib\/long\.ts has 251 lines/)]);
});

test('a function of more than 60 lines is found by the linter', () => {
  const lint = (lines: number): string => {
    const source = `export function planted(): void {\n${'  planted();\n'.repeat(lines)}}\n`;
    try {
      const args = ['node_modules/@biomejs/biome/bin/biome', 'lint', '--stdin-file-path=lib/planted.ts'];
      return execFileSync(process.execPath, args, {
        cwd: root,
        input: source,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      return String((error as { stdout: string }).stdout) + String((error as { stderr: string }).stderr);
    }
  };
  expect(lint(70)).toContain('noExcessiveLinesPerFunction');
  expect(lint(50)).not.toContain('noExcessiveLinesPerFunction');
});
