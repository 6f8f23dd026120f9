import { expect, test } from 'vitest';
import { folderOrNothing, yesOrNo } from '#lib/settings/kind.ts';

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
