import { expect, test } from 'vitest';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';

test('one user at 200 consoles of one process is not locked', async () => {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  await app.users.refresh();
  const verdicts = await Promise.all(Array.from({ length: 200 }, () => app.users.verify('egon', '123')));
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['ok']));
});
