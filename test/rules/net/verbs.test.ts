import { expect, test } from 'vitest';
import { verbs } from '#bin/parts/connect.ts';
import { namedVerbs } from '#core/net/client/command-line.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { definedTwice } from '../once.ts';

test('no verb of connect.js hides another, or a command of the server', async () => {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  const names = [
    ...namedVerbs(verbs).map(({ name }) => [name, 'the verbs'] as const),
    ...app.commands.map(({ name }) => [name, 'the commands'] as const),
  ];
  expect(definedTwice('name', names)).toEqual([]);
});
