import { expect, test } from 'vitest';
import { folderOrNothing, wholeNumber, yesOrNo } from '#lib/settings/kind.ts';

test.each<[string, boolean | undefined]>([
  ['yes', true],
  ['no', false],
  ...['', 'Yes', 'y', 'true', 'on', '1', '0', 'no '].map((text): [string, undefined] => [text, undefined]),
])('%j as yes or no is %j', (text, value) => {
  expect(yesOrNo.parse(text)).toBe(value);
});

test.each([
  ['', ''],
  ['/srv/files', '/srv/files'],
  ['/srv/两 个词', '/srv/两 个词'],
  ['files', undefined],
  ['./files', undefined],
  ['~/files', undefined],
  ['/srv/\u001b[2J', undefined],
  ['/srv/\u202efiles', undefined],
])('%j as a folder is %j', (text, value) => {
  expect(folderOrNothing.parse(text)).toBe(value);
});

test('the help writes COUNT for a number of things, and the unit for other numbers', () => {
  const count = wholeNumber({ min: 1, max: 9, unit: { zh: '个', en: 'connections' } });
  const duration = wholeNumber({ min: 1, max: 9, unit: { zh: '秒', en: 'seconds', valueWord: 'SECONDS' } });
  expect([count.valueWord, duration.valueWord]).toEqual(['COUNT', 'SECONDS']);
});
