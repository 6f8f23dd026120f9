import { expect, test } from 'vitest';
import { playDemo } from '#test/kit/demo.ts';

test('the demo pays for a cart', async () => {
  expect(await playDemo()).toMatch(/✔ Pay ¥176\.00 Yes\n[\s\S]*\nPaid; balance ¥9,999,824\.00/);
});
