import { bank } from '#core/bank/part.ts';
import { chat } from '#core/chat/part.ts';
import type { PartDefinition } from '#core/part.ts';
import { shop } from '#core/shop/part.ts';
import * as mine from './mine.ts';
import type { Settings } from './settings.ts';

/** The parts of the app. A part comes after the parts that it needs. */
export const parts: readonly PartDefinition<Settings>[] = [bank, shop, chat, ...mine.parts];
