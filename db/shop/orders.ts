import type { Queries, Row } from '#db/database.ts';
import { bigintOf, numberOf, stringOf, stringOrNullOf } from '#db/row.ts';

/** Names and price are those at the time of the checkout. */
export interface OrderLine {
  readonly productId: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly quantity: number;
  readonly unitPriceFen: bigint;
}

export interface Order {
  /** The idempotency id of the buyer, as in the journal. */
  readonly id: string;
  readonly atMs: number;
  readonly totalFen: bigint;
  readonly lines: readonly OrderLine[];
}

/** @param sequence the sequence number of the purchase in the journal. */
export async function insertOrder(
  queries: Queries,
  sequence: bigint,
  accountId: bigint,
  { totalFen, lines }: Pick<Order, 'totalFen' | 'lines'>,
): Promise<void> {
  await queries.run(
    'insert into orders (journal_sequence, account_id, total_fen) values (?, ?, ?)',
    sequence,
    accountId,
    totalFen,
  );
  for (const [index, { productId, name, nameEn, quantity, unitPriceFen }] of lines.entries()) {
    await queries.run(
      `insert into order_line (journal_sequence, line_number, product_id, name, name_en, quantity, unit_price_fen)
       values (?, ?, ?, ?, ?, ?, ?)`,
      sequence,
      BigInt(index + 1),
      productId,
      name,
      nameEn,
      BigInt(quantity),
      unitPriceFen,
    );
  }
}

const columns = `select sequence, id, at_ms, total_fen, product_id, name, name_en, quantity, unit_price_fen
  from orders join journal on sequence = orders.journal_sequence
  join order_line on order_line.journal_sequence = sequence`;

/** @returns the order of the user `actor` with this id. */
export async function findOrder(queries: Queries, actor: string, id: string): Promise<Order | undefined> {
  const where = 'where id = ? and actor = ? order by line_number';
  return ordersOf(await queries.all(`${columns} ${where}`, id, actor))[0];
}

/** @returns the orders of one account, newest first. */
export async function readOrders(queries: Queries, accountId: bigint): Promise<readonly Order[]> {
  const order = 'where account_id = ? order by sequence desc, line_number';
  return ordersOf(await queries.all(`${columns} ${order}`, accountId));
}

/** @param rows one row per order line; the lines of an order follow each other. */
function ordersOf(rows: readonly Row[]): readonly Order[] {
  const orders = new Map<bigint, Order & { lines: OrderLine[] }>();
  for (const row of rows) {
    const sequence = bigintOf(row, 'sequence');
    const order = orders.get(sequence) ?? {
      id: stringOf(row, 'id'),
      atMs: numberOf(row, 'at_ms'),
      totalFen: bigintOf(row, 'total_fen'),
      lines: [],
    };
    order.lines.push(lineOf(row));
    orders.set(sequence, order);
  }
  return [...orders.values()];
}

const lineOf = (row: Row): OrderLine => ({
  productId: stringOf(row, 'product_id'),
  name: stringOf(row, 'name'),
  nameEn: stringOrNullOf(row, 'name_en'),
  quantity: numberOf(row, 'quantity'),
  unitPriceFen: bigintOf(row, 'unit_price_fen'),
});
