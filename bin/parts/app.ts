import { bank } from '#core/bank/part.ts';
import { chat } from '#core/chat/part.ts';
import type { PartDefinition } from '#core/part.ts';
import { shop } from '#core/shop/part.ts';
import * as mine from './mine.ts';
import type { Settings } from './settings.ts';

/** What the app is made of. A part stands below those it needs. */
export const parts: readonly PartDefinition<Settings>[] = [bank, shop, chat, ...mine.parts];
