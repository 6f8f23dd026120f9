import { bank } from '#core/bank/demo.ts';
import type { PartDemo } from '#core/demo.ts';
import { shop } from '#core/shop/demo.ts';
import * as mine from './mine.ts';

/** What the demo shows, in this order. A part stands above those it needs: they show what it has done. */
export const demos: readonly PartDemo[] = [shop, bank, ...mine.demos];
