import { expect, test } from 'vitest';
import { isObject, parseJson } from '#lib/net/json.ts';

test('a text that is no JSON is undefined', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  for (const text of ['', '{', 'undefined', "{'a':1}"]) expect(parseJson(text)).toBeUndefined();
});

test('only an object with keys is an object', () => {
  expect([{}, parseJson('{"a":1}')].every(isObject)).toBe(true);
  expect([null, [], 'a', 1, undefined].some(isObject)).toBe(false);
});
