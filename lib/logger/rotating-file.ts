import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import DailyRotateFile from 'winston-daily-rotate-file';
import { localDay } from '#lib/local-time.ts';
import { datePlaceholder } from './date-placeholder.ts';
import { FileSeries } from './file-series.ts';
import { withFolderLock } from './folder-lock.ts';
import type { LogSettings } from './logger.ts';

export type RotatingFileOptions = Pick<LogSettings, 'folder' | 'baseName' | 'maxBytes' | 'keepFiles'> & {
  now(): number;
};

const attemptsMax = 3;

/**
 * Writes to the log file of today. A new file follows every day, and whenever a file is larger than `maxBytes`.
 *
 * daily-rotate-file counts the bytes, names the files and moves the link `all2.log`; this class writes the bytes
 * synchronously. The streams of daily-rotate-file write some turns of the event loop later. With them, the exit of the
 * process loses lines, the error of a full disk comes long after the call, and one burst creates hundreds of files. So
 * daily-rotate-file gets a file system that does nothing.
 */
export class RotatingFile {
  /** Preferred maximum size of one text. A file can exceed `maxBytes` by one text. */
  readonly textBytesMax: number;
  readonly #options: RotatingFileOptions;
  readonly #series: FileSeries;
  #rotation: DailyRotateFile | undefined;
  #path = '';
  #fd: number | undefined;
  #inode = 0;
  /** Size of the file after the last write of this process. */
  #size = 0;
  #movedAside: string | undefined;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.textBytesMax = Math.min(64 * 1024, options.maxBytes / 8);
    this.#series = new FileSeries(options.folder, options.baseName);
  }

  /** The new name of an ordinary file that was in the place of the link; undefined when there was none. */
  get movedAside(): string | undefined {
    return this.#movedAside;
  }

  /** Prepares the first write. @throws the error of the file system; Error for a path with `%DATE%`. */
  open(): void {
    const { folder } = this.#options;
    this.close();
    if (folder.includes(datePlaceholder)) throw new Error(`a path with ${datePlaceholder} cannot hold a log`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const day = localDay(this.#options.now());
    withFolderLock(folder, () => {
      this.#series.closeGaps(day);
      this.#movedAside = this.#series.moveFileAside() ?? this.#movedAside;
    });
    // daily-rotate-file chooses the same file, but emits its name only in the next turn of the event loop. A process that
    // is about to exit cannot wait for it.
    this.#path = this.#series.path(this.#lastWithRoom(day));
    this.#rotation = this.#startRotation();
  }

  /** Appends whole lines. When it throws, none of them is in the file, and the next call opens the file again. */
  write(lines: string): void {
    const bytes = Buffer.from(lines);
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      try {
        this.#append(this.#makeRoom(bytes), bytes);
        // nlink 0: another process has removed the open file, and the lines are lost with it. Write them again.
        if (this.#fd !== undefined && fstatSync(this.#fd).nlink > 0) return;
      } catch (error) {
        this.close();
        const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'; // Another process has just removed or renamed it.
        if (!isGone || attempt === attemptsMax) throw error;
      }
      this.close();
    }
    throw new Error(`${this.#path} is removed each time it is written`);
  }

  close(): void {
    const rotation = this.#rotation;
    this.#rotation = undefined;
    rotation?.logStream.end();
    this.#closeFile();
  }

  /** Opens or rotates when needed. @returns the descriptor of the file to write to. */
  #makeRoom(bytes: Buffer): number {
    if (this.#rotation === undefined || !this.#isInPlace()) this.open();
    this.#rotation?.logStream.write(bytes);
    return this.#fd ?? this.#openFile();
  }

  /** False when another process has removed, renamed or filled the file: daily-rotate-file counts its own bytes only. */
  #isInPlace(): boolean {
    if (this.#fd === undefined) return true;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    if (found?.ino !== this.#inode) return false;
    return found.size <= this.#options.maxBytes || found.size === this.#size;
  }

  #lastWithRoom(day: string): { day: string; number: number } {
    const last = this.#series.list().findLast((file) => file.day === day);
    if (last === undefined) return { day, number: 0 };
    const hasRoom = statSync(this.#series.path(last)).size < this.#options.maxBytes;
    return hasRoom ? last : { day, number: last.number + 1 };
  }

  #startRotation(): DailyRotateFile {
    const { folder, baseName, maxBytes } = this.#options;
    const rotation = new DailyRotateFile({
      dirname: folder,
      filename: `${baseName}-${datePlaceholder}`,
      extension: '.log',
      maxSize: maxBytes,
      createSymlink: true,
      symlinkName: `${baseName}.log`,
      // This file is never written, because `maxFiles` is not set. With `maxFiles`, a damaged audit file would silently stop
      // the removal of old files.
      auditFile: join(folder, 'unused.json'),
      options: { flags: 'a', fs: noFileSystem },
    });
    rotation.on('new', (path: string) => {
      if (rotation === this.#rotation) this.#moveTo(join(folder, basename(path)));
    });
    return rotation;
  }

  #moveTo(path: string): void {
    if (path === this.#path) return;
    this.#closeFile();
    this.#path = path;
  }

  #openFile(): number {
    const { folder, keepFiles, now } = this.#options;
    // Under the lock, and removal first: then there are never more than `keepFiles` files, with any number of processes.
    const fd = withFolderLock(folder, () => {
      this.#series.removeOldest(keepFiles - 1, this.#path, localDay(now()));
      return openSync(this.#path, 'a+', 0o600);
    });
    this.#fd = fd;
    const { ino, size } = fstatSync(fd);
    this.#inode = ino;
    if (size > 0 && !endsWithNewline(fd, size)) writeSync(fd, '\n'); // A killed process has left half a line.
    return fd;
  }

  #closeFile(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #append(fd: number, bytes: Buffer): void {
    const { size } = fstatSync(fd);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(fd, bytes, written);
      this.#size = size + written;
    } catch (error) {
      // The disk is full in the middle of a line. Remove the partial line, unless another process has appended to it.
      if (written > 0 && fstatSync(fd).size === size + written) ftruncateSync(fd, size);
      throw error;
    }
  }
}

function endsWithNewline(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

type Done = (error: null, result?: number) => void;

const noFileSystem = {
  open: (_path: string, _flags: string, _mode: number, done: Done) => done(null, 0),
  write: (_fd: number, _bytes: Buffer, _offset: number, length: number, _position: unknown, done: Done) =>
    done(null, length),
  close: (_fd: number, done: Done) => done(null),
};
