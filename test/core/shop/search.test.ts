import { expect, test } from 'vitest';
import { searchProducts } from '#core/shop/search.ts';

const products = [
  { id: 'mouse', name: '无线鼠标', nameEn: 'Wireless mouse' },
  { id: 'usb-hub', name: 'ＵＳＢ集线器', nameEn: null },
  { id: 'tea', name: '龙井茶', nameEn: 'Longjing tea' },
];

test.each([
  ['', ['mouse', 'usb-hub', 'tea']],
  ['   ', ['mouse', 'usb-hub', 'tea']],
  ['鼠标', ['mouse']],
  ['MOUSE', ['mouse']],
  ['ｍｏｕｓｅ', ['mouse']],
  ['usb', ['usb-hub']],
  ['USB集线', ['usb-hub']],
  ['mouse wire', ['mouse']],
  ['mouse　无线', ['mouse']],
  ['mouse tea', []],
  ['.*', []],
  ['e', ['mouse', 'tea']],
])('%j finds %j', (query, ids) => {
  expect(searchProducts(products, query).map(({ id }) => id)).toEqual(ids);
});
