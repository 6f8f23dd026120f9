const itemsBetweenPauses = 1000;

/** Yields the items, and lets timers, signals and I/O run after every 1,000 of them. For loops over 100,000 items. */
export async function* yielding<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let count = 0;
  for (const item of items) {
    if (++count % itemsBetweenPauses === 0) await new Promise(setImmediate);
    yield item;
  }
}
