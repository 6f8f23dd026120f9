import { test } from 'vitest';
import { openMenu, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { alex } from '#test/kit/users.ts';

test.concurrent('the last piece is sold once, and the later window shows a refusal', async () => {
  using home = bankHome();
  await using left = await openMenu(home, alex);
  await using right = await openMenu(home, alex);
  for (const screen of [left, right]) {
    screen.type('购物\n1\n13\n1\n5\n');
    await waitForQuestion(screen, '合计 18,000,000.00 元，确定付款吗');
  }
  left.type('y\n');
  await left.waitFor('已付款，余额 9,982,000,000.00 元');
  right.type('y\n');
  await right.waitFor(/库存只剩 0 件/);
  right.type('6\n查看余额\n');
  await waitForMenu(right, 'alex 的余额：9,982,000,000.00 元');
});
