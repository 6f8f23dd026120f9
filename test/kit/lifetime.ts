import { aroundAll, aroundEach } from 'vitest';

/**
 * The resources that a block opens in a loop or for other code: `await using` closes all, the last one first.
 * Node 20 has no AsyncDisposableStack.
 */
export class Lifetime implements AsyncDisposable {
  readonly #closings: (() => unknown)[] = [];

  /** Closes it, too. */
  use<T extends Disposable | AsyncDisposable>(opened: T): T {
    this.defer(() =>
      Symbol.asyncDispose in opened ? opened[Symbol.asyncDispose]() : opened[Symbol.dispose](),
    );
    return opened;
  }

  /** Calls back at the end. */
  defer(closing: () => unknown): void {
    this.#closings.push(closing);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const closing of this.#closings.splice(0).reverse()) await closing();
  }
}

/** A plain function to call at the end of a block, for `using`. */
export const undoing = (undo: () => void): Disposable => ({ [Symbol.dispose]: undo });

/** For resources that a file's own helpers open: closed at the end of the running test. Not for concurrent tests. */
export function forEachTest(): Lifetime {
  const lifetime = new Lifetime();
  aroundEach(async (runTest) => {
    await using _ = lifetime;
    await runTest();
  });
  return lifetime;
}

/** For resources that a file's tests share: closed after the last test. @returns it */
export function forThisFile<T extends Disposable | AsyncDisposable>(opened: T): T {
  aroundAll(async (runTests) => {
    await using _ = opened;
    await runTests();
  });
  return opened;
}
