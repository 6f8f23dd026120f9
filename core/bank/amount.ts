import type { Text } from '#lib/text/text.ts';
import { groupMoney } from './money.ts';

/** An amount for a person: `1,234.50 元`, `¥1,234.50`. */
export function yuan(fen: bigint): Text {
  const grouped = groupMoney(fen);
  return { zh: `${grouped} 元`, en: grouped.startsWith('-') ? `-¥${grouped.slice(1)}` : `¥${grouped}` };
}
