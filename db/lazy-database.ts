import type { Database } from './database.ts';

/** A database that opens at its first use. `--help` then opens none, and the first prompt does not wait for it. */
export function lazyDatabase(open: () => Promise<Database>): Database {
  let opened: Promise<Database> | undefined;
  const database = (): Promise<Database> => {
    opened ??= open().catch((error: unknown) => {
      // All callers that wait for this attempt get the error. The next call tries again: the cause may be gone.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    read: async (work) => (await database()).read(work),
    write: async (work) => (await database()).write(work),
    close: async () => {
      // The caller of `read` or `write` has already got the error of a failed opening.
      const open = await opened?.catch(() => undefined);
      await open?.close();
    },
  };
}
