import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ShownServer } from '#test/docs/net/shown-server.ts';
import { checkedIn, docs } from '#test/docs/pages.ts';
import { Home } from '#test/kit/home.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)(`a client in Python${hasPython ? '' : ' (skipped: there is no python3)'}`, () => {
  test.for(docs.filter(({ name }) => name === 'echo'))(
    'is as short as $file says',
    { timeout: 180_000 },
    async (page) => {
      using home = Home.shipped();
      await using server = await ShownServer.start(home, page.language);
      // A here-document, so that its ports and paths are replaced as in any command.
      expect(await server.run(`python3 - <<'END'\n${checkedIn(page, 'client')}\nEND`)).toBe('HELLO');
    },
  );
});
