import { it } from 'vitest';
import { tryHostileNames } from './hostile-names.ts';

it('1,500 hostile names neither make, read nor change anything outside of the folder of files', () =>
  tryHostileNames(1_500));
