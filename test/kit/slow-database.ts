import type { Database } from '#db/database.ts';

/** A database that has to be waited for, once: `wait` is called inside the first transaction that writes, before its work. */
export function slowToWrite(database: Database, wait: () => void): Database {
  let isSlow = true;
  return {
    read: (work) => database.read(work),
    write: (work) =>
      database.write((queries) => {
        if (isSlow) wait();
        isSlow = false;
        return work(queries);
      }),
    close: () => database.close(),
  };
}
