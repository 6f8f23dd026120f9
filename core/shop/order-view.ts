import { formatMoney, groupMoney, yuan } from '#core/bank/money.ts';
import type { Json } from '#core/command.ts';
import { localSecond } from '#lib/local-time.ts';
import { style } from '#lib/terminal/style.ts';
import { type TableOptions, table } from '#lib/terminal/table.ts';
import type { Language } from '#lib/text/text.ts';
import type { Order } from './shop.ts';

/** A product's name in a language. The Chinese name replaces a missing English one. */
export const productName = (
  { name, nameEn }: { name: string; nameEn: string | null },
  language: Language,
): string => (language === 'en' ? (nameEn ?? name) : name);

/** An order as text for a person: its time and id, a table of its lines, and the total. */
export function orderTable(order: Order, language: Language, options: TableOptions): string {
  const { dim } = style(options.colours);
  const titles = {
    zh: ['商品', '数量', '单价', '小计'],
    en: ['Product', 'Quantity', 'Price', 'Sum'],
  }[language];
  const rows = order.lines.map((line) => [
    productName(line, language),
    String(line.quantity),
    groupMoney(line.unitPriceFen),
    groupMoney(line.unitPriceFen * BigInt(line.quantity)),
  ]);
  const total = yuan(order.totalFen);
  const time = localSecond(order.atMs);
  return [
    dim({ zh: `${time}  订单号 ${order.id}`, en: `${time}  order ${order.id}` }[language]),
    table(
      titles.map((title) => ({ title })),
      rows,
      options,
    ),
    { zh: `合计 ${total.zh}`, en: `Total ${total.en}` }[language],
  ].join('\n');
}

export const orderJson = ({ id, atMs, totalFen, lines }: Order): { readonly [key: string]: Json } => ({
  id,
  time: new Date(atMs).toISOString(),
  total: formatMoney(totalFen),
  lines: lines.map((line) => ({
    product: line.productId,
    name: line.name,
    quantity: line.quantity,
    price: formatMoney(line.unitPriceFen),
  })),
});
