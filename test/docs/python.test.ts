import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { readDocument, readmes } from '#test/kit/markdown.ts';
import { commandsIn } from './commands-shown.ts';
import { ShownServer } from './net/shown-server.ts';

const isThere = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!isThere)(`the course's programs${isThere ? '' : ' (skipped: there is no python3)'}`, () => {
  test.for(readmes)('do what $file shows', { timeout: 180_000 }, async ({ file, language }) => {
    using home = new Home();
    await using server = await ShownServer.start(home, language);
    const [, shown = ''] =
      /<!-- checked: python -->\n```console\n([\s\S]+?)\n```/.exec(readDocument(file)) ?? [];
    expect(commandsIn(shown)).toHaveLength(3);
    expect(await server.replay(commandsIn(shown))).toBe(shown);
  });

  test.for(readmes)('are as short as $file says', { timeout: 180_000 }, async ({ file, language }) => {
    using home = new Home();
    await using server = await ShownServer.start(home, language);
    const [, program = ''] =
      /<!-- checked: python-echo -->\n```python\n([\s\S]+?)```/.exec(readDocument(file)) ?? [];
    // A here-document, so that ports and paths in it are made real as in any command.
    expect(await server.run(`python3 - <<'END'\n${program}END`)).toBe('HELLO');
  });
});
