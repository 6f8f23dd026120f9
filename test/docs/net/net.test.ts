import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commandsIn } from '#test/docs/commands-shown.ts';
import { masked } from '#test/docs/masked.ts';
import { checkedIn, docs, hasChecked } from '#test/docs/pages.ts';
import { Home } from '#test/kit/home.ts';
import { madeIn } from '#test/kit/markdown.ts';
import { settingsIn, verbsOf } from './made.ts';
import { ShownServer } from './shown-server.ts';

test.for(docs.filter(({ text }) => madeIn(text).has('net/verbs')))(
  '$file has an example of each of its verbs',
  async (page) => {
    const examples = [...madeIn(page.text).values()].flatMap(commandsIn).join('\n');
    const names = (await verbsOf(page)).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !examples.includes(`:8080 ${name}`))).toEqual([]);
  },
);

test.for(docs.filter((page) => hasChecked(page, 'server-log')))(
  '$file shows the log lines of a server as they are written',
  { timeout: 180_000 },
  async (page) => {
    using home = Home.shipped();
    {
      await using server = await ShownServer.start(home, 'en', settingsIn(page));
      await server.replay(commandsIn(madeIn(page.text).get('net/server') ?? ''));
    }
    expect(masked(home.log('access'))).toEqual(expect.arrayContaining(masked(checkedIn(page, 'server-log'))));
  },
);

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)(
  `the course's programs${hasPython ? '' : ' (skipped: there is no python3)'}`,
  () => {
    test.for(docs.filter((page) => hasChecked(page, 'python')))(
      'do what $file shows',
      { timeout: 180_000 },
      async (page) => {
        using home = Home.shipped();
        await using server = await ShownServer.start(home, page.language);
        const shown = checkedIn(page, 'python');
        expect(commandsIn(shown).length).toBeGreaterThan(0);
        expect(await server.replay(commandsIn(shown))).toBe(shown);
      },
    );
  },
);
