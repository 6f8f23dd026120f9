import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sections } from '#bin/parts/settings.ts';
import { settingsIniOf } from '#conf/settings.ts';
import { root } from '#test/kit/root.ts';

// After an intended change: npx vitest run test/docs -u
test('conf/settings.ini is made from the table', async () => {
  await expect(settingsIniOf(sections)).toMatchFileSnapshot(join(root, 'conf', 'settings.ini'));
});
