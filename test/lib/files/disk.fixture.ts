/** Stores a file larger than this process may write, and prints the error. Usage: FOLDER BYTES */
import { clockOf } from '#lib/clock.ts';
import { openFileStore } from '#lib/files/file-store.ts';
import { FileStoreError } from '#lib/files/file-store-error.ts';

const [folder = '', bytes = ''] = process.argv.slice(2);
const clock = clockOf(Date.now, () => performance.now());
const store = await openFileStore({ folder, quotaBytes: 2 ** 40, clock, onTrouble: () => {} });
const upload = await store.of(undefined).receive({ name: 'a', totalBytes: Number(bytes), transfer: 't' });
try {
  await upload.begin(0);
  for (let left = Number(bytes); left > 0; left -= 1000)
    await upload.write(Buffer.alloc(Math.min(left, 1000)));
  await upload.finish();
  process.stdout.write('stored\n');
} catch (error) {
  await upload.discard();
  process.stdout.write(`${error instanceof FileStoreError ? JSON.stringify(error.fault) : String(error)}\n`);
}
await store.close();
