import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Opens a file for reading. @throws the error of the file system; an error with the code `NOT_A_FILE`. */
export function openRegularFile(path: string): number {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer. Windows has no such flag.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  // The open file is checked: another process could replace the file at the path between two calls.
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw Object.assign(new Error(`${path} is no regular file`), { code: 'NOT_A_FILE' });
}

/** Reads a file, but no pipe or device: its end may never come. @throws as `openRegularFile`. */
export function readRegularFile(path: string): Buffer {
  const descriptor = openRegularFile(path);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
