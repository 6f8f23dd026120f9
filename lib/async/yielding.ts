const itemsBetweenPauses = 1000;

/** The items, with a pause for timers, signals and the screen now and then: for loops over a hundred thousand. */
export async function* yielding<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let count = 0;
  for (const item of items) {
    if (++count % itemsBetweenPauses === 0) await new Promise(setImmediate);
    yield item;
  }
}
