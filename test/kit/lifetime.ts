import { aroundAll, aroundEach } from 'vitest';

/**
 * What a block opens bit by bit, in a loop or for somewhere else: `await using` closes it all, the last one first.
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

/** For `using`, where there is only something to be undone. */
export const undoing = (undo: () => void): Disposable => ({ [Symbol.dispose]: undo });

/** For what a file's own helpers open: closed when the test that runs is over. Not for tests that run at once. */
export function forEachTest(): Lifetime {
  const lifetime = new Lifetime();
  aroundEach(async (runTest) => {
    await using _ = lifetime;
    await runTest();
  });
  return lifetime;
}

/** For what a file's tests share: closed when they are over. @returns it */
export function forThisFile<T extends Disposable | AsyncDisposable>(opened: T): T {
  aroundAll(async (runTests) => {
    await using _ = opened;
    await runTests();
  });
  return opened;
}
