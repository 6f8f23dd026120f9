import { expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { runAs } from '#test/kit/run.ts';
import { egon } from '#test/kit/users.ts';
import { masked } from './masked.ts';
import { checkedIn, docs, hasChecked } from './pages.ts';

test.for(docs.filter((page) => hasChecked(page, 'log')))(
  '$file shows log lines as they are written, except time, process and line',
  async (page) => {
    using home = Home.shipped();
    await runAs(egon, ['whoami'], { home: home.path });
    const shown = checkedIn(page, 'log');
    expect(shown.split('\n')).toHaveLength(2);
    expect(masked(home.log())).toEqual(expect.arrayContaining(masked(shown)));
  },
);
