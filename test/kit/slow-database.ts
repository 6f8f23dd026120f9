import type { Database } from '#db/database.ts';

/** A database that delays its first writing transaction: it calls `wait` inside, before the work. */
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
