import type { Database } from './database.ts';

/** A database that is opened when it is first used: `--help` needs none, and the first prompt does not wait for it. */
export function lazyDatabase(open: () => Promise<Database>): Database {
  let opened: Promise<Database> | undefined;
  const database = (): Promise<Database> => {
    opened ??= open().catch((error: unknown) => {
      // All callers of this opening get the error; the next caller tries again, for the cause may be gone.
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    read: async (work) => (await database()).read(work),
    write: async (work) => (await database()).write(work),
    close: async () => {
      // One that could not be opened has already been reported.
      const open = await opened?.catch(() => undefined);
      await open?.close();
    },
  };
}
