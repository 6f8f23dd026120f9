import { expect, test } from 'vitest';
import { commandsCalled, helpPages } from '#test/kit/help-pages.ts';

test.each(['en', 'zh'] as const)('has the text of the snapshot in %s', async (language) => {
  const commands = await commandsCalled('buy', 'orders');
  await expect(helpPages(commands, language)).toMatchFileSnapshot(`help.${language}.txt`);
});
