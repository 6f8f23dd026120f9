import { expect, test } from 'vitest';
import { shopErrors } from '#core/shop/errors.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([shopErrors], {
  bad_quantity: shopErrors.bad_quantity(),
  empty_cart: shopErrors.empty_cart(),
  unknown_product: shopErrors.unknown_product({ product: foreign }),
  out_of_stock: shopErrors.out_of_stock({ product: foreign, left: 3 }),
});

test('a long typed name is shortened in the sentence', () => {
  expect(shopErrors.unknown_product({ product: 'x'.repeat(100_000) }).text.en).toBe(
    `There is no product ${'x'.repeat(199)}…. Check its name.`,
  );
});
