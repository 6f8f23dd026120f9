import { expect, test } from 'vitest';
import { commandsCalled, helpPages } from '#test/kit/help-pages.ts';

test.each(['en', 'zh'] as const)('as a reader of %s sees it', async (language) => {
  const commands = await commandsCalled('buy', 'orders');
  await expect(helpPages(commands, language)).toMatchFileSnapshot(`help.${language}.txt`);
});
