import { expect, test } from 'vitest';
import { playDemo } from '#test/kit/demo.ts';

test('the demo shows the balance, a transfer and the statement', async () => {
  const text = await playDemo();
  expect(text).toMatch(/✔ Choose Balance\nBalance of egon: ¥[\d,]+\.00\n/);
  expect(text).toMatch(/✔ Send ¥12\.50 from egon to alex Yes\nSent ¥12\.50 to alex; balance ¥[\d,]+\.50\n/);
  expect(text).toMatch(/transfer +alex +-12\.50 /);
  expect(text).toMatch(/\nBalance [▁-█]+\n/);
});
