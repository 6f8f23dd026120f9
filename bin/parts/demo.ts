import { bank } from '#core/bank/demo.ts';
import type { PartDemo } from '#core/demo.ts';
import { shop } from '#core/shop/demo.ts';
import * as mine from './mine.ts';

/** The scenes of the demo, in order. A part comes before the parts that it needs: those show its effects. */
export const demos: readonly PartDemo[] = [shop, bank, ...mine.demos];
