import { it } from 'vitest';
import { tryHostileNames } from '#test/lib/files/hostile-names.ts';

it('10,000 hostile names neither make, read nor change anything outside of the folder of files', () =>
  tryHostileNames(10_000));
