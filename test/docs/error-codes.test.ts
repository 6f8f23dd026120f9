import { expect, test } from 'vitest';
import { readDocument } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { readProject, sourcesIn } from '#test/rules/sources.ts';

const tables = [...sourcesIn(readProject(root)).values()].filter((source) =>
  source.includes('= defineErrors({'),
);

test('the table in ARCHITECTURE.md is the table of the code', () => {
  const inCode = tables.flatMap((source) =>
    Array.from(
      source.matchAll(/^ {2}(\w+): \{\n {4}exitCode: (\d),$/gm),
      ([, code, exit]) => `${code} ${exit}`,
    ),
  );
  const section = readDocument('ARCHITECTURE.md').split('\n## Error codes\n')[1] ?? '';
  const inDocument = Array.from(
    section.matchAll(/^\| `(\w+)` +\| (\d) /gm),
    ([, code, exit]) => `${code} ${exit}`,
  );
  // Two tables may have the same code for the same thing.
  expect(inDocument.toSorted()).toEqual([...new Set(inCode)].toSorted());
  const lines = tables.join('').match(/^ +exitCode: \d,\n +text:/gm);
  expect(inCode).toHaveLength(lines?.length ?? 0);
});
