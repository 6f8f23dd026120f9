import { expect, it } from 'vitest';
import { files } from '#conf/settings/files.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { badNumbers, SettingsReader } from '../settings-reader.ts';

const reader = new SettingsReader({ ...skeleton, files });

it('files have defaults', () => {
  expect(reader.read().files).toEqual({
    enabled: true,
    folder: '',
    quotaMebibytes: 2048,
    totalQuotaMebibytes: 10_240,
    shared: true,
  });
});

it.each<[string, string]>([
  ...badNumbers.map((text): [string, string] => ['files-quota', text]),
  ['files-quota', '0'],
  ['files-total-quota', '0'],
  ['files-enabled', 'true'],
  ['files-folder', 'files'],
])('--%s %j is refused', (flag, text) => {
  reader.expectRefused(flag, text);
});
