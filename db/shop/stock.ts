import type { Queries } from '#db/database.ts';
import { numberOf, stringOf } from '#db/row.ts';

/** @returns the number sold so far by product id; the map has no entry for a product that was never sold. */
export async function readSold(queries: Queries): Promise<ReadonlyMap<string, number>> {
  const rows = await queries.all('select product_id, sold from stock');
  return new Map(rows.map((row) => [stringOf(row, 'product_id'), numberOf(row, 'sold')]));
}

/** @param supplied the number supplied so far. The CHECK of the table rejects a sale beyond it. */
export async function addSold(
  queries: Queries,
  productId: string,
  quantity: number,
  supplied: number,
): Promise<void> {
  await queries.run(
    `insert into stock (product_id, supplied, sold) values (?, ?, ?)
     on conflict (product_id) do update set supplied = excluded.supplied, sold = sold + excluded.sold`,
    productId,
    BigInt(supplied),
    BigInt(quantity),
  );
}
