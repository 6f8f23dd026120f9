import { expect, test } from 'vitest';
import { derivedIds } from '#core/console/server/derived-ids.ts';

test('the same command gets the same ids', () => {
  const ids = () => {
    const newId = derivedIds('4b1d-x');
    return [newId(), newId(), newId()];
  };
  expect(ids()).toEqual(['4b1d-x', '4b1d-x-2', '4b1d-x-3']);
  expect(ids()).toEqual(ids());
});
