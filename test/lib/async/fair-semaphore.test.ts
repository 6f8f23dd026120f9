import { expect, test } from 'vitest';
import { FairSemaphore } from '#lib/async/fair-semaphore.ts';

/** Starts tasks that are named by their key and number, and ends them one by one. */
class Tasks {
  readonly begun: string[] = [];
  readonly #ends: (() => void)[] = [];
  readonly #semaphore: FairSemaphore;

  constructor(semaphore: FairSemaphore) {
    this.#semaphore = semaphore;
  }

  run(name: string): Promise<string> {
    const key = name.replace(/\d+$/, '');
    return this.#semaphore.run(key, async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.#ends.push(resolve));
      return 'done';
    });
  }

  async endAll(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      for (let end = this.#ends.shift(); end !== undefined; end = this.#ends.shift()) {
        quiet = 0;
        end();
        await new Promise(setImmediate);
      }
      await new Promise(setImmediate);
    }
  }
}

test('keys take turns, and the latest call of a key comes first', async () => {
  const tasks = new Tasks(new FairSemaphore(1, 100));
  const all = ['flood1', 'flood2', 'flood3', 'flood4', 'a1', 'b1'].map((name) => tasks.run(name));
  await tasks.endAll();
  await Promise.all(all);
  expect(tasks.begun).toEqual(['flood1', 'flood4', 'a1', 'b1', 'flood3', 'flood2']);
});

test('at most `count` run at a time, and an error hands on the permit', async () => {
  const tasks = new Tasks(new FairSemaphore(2, 100));
  void tasks.run('a1');
  void tasks.run('a2');
  const third = tasks.run('a3');
  expect(tasks.begun).toEqual(['a1', 'a2']);
  await tasks.endAll();
  expect(await third).toBe('done');
  const semaphore = new FairSemaphore(1, 1);
  await expect(semaphore.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await semaphore.run('a', async () => 'next')).toBe('next');
});

test('beyond the limit the oldest call of the longest queue is refused', async () => {
  const tasks = new Tasks(new FairSemaphore(1, 3));
  const results = ['flood1', 'flood2', 'flood3', 'flood4', 'a1'].map((name) => tasks.run(name));
  expect(await results[1]).toBe('full');
  await tasks.endAll();
  expect(await Promise.all(results)).toEqual(['done', 'full', 'done', 'done', 'done']);
});
