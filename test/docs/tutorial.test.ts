import { aroundAll, describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { commandsIn, replay } from './commands-shown.ts';
import { checkedIn, docs } from './pages.ts';
import { ProjectCopy } from './project-copy.ts';

const pages = docs.filter(({ name }) => name === 'tutorial');
const biome = 'node_modules/@biomejs/biome/bin/biome';

let project: ProjectCopy;
aroundAll(async (runTests) => {
  using copy = new ProjectCopy();
  project = copy;
  // Both pages show the same code: another test compares them.
  project.follow(pages[0]?.text ?? '');
  await project.node('build/build.js');
  await runTests();
}, 180_000);

describe('the project after the steps of the tutorial', { timeout: 180_000 }, () => {
  test('passes the linter and the compiler', async () => {
    expect(project.touched).toHaveLength(5);
    await project.node(biome, 'ci', '--vcs-enabled=false', ...project.touched);
    await project.node('node_modules/typescript/bin/tsc');
  });

  test('passes the test of the new command', async () => {
    expect(await project.node('node_modules/vitest/vitest.mjs', 'run', 'test/core/greet')).toContain(
      '2 passed',
    );
  });

  test.for(pages)('does what $file shows', async (page) => {
    using home = Home.shipped();
    const shown = checkedIn(page, 'greet');
    const options = { home: home.path, language: page.language, folder: project.path };
    expect(await replay(commandsIn(shown), options)).toBe(shown);
  });
});
