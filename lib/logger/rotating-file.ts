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
import { FileSeries } from './file-series.ts';
import { withFolderLock } from './folder-lock.ts';
import type { LogSettings } from './logger.ts';

export type RotatingFileOptions = Pick<LogSettings, 'folder' | 'baseName' | 'maxBytes' | 'keepFiles'> & {
  now(): number;
};

const attemptsMax = 3;

/**
 * The file of today, followed by a new one each day and past each `maxBytes`.
 *
 * daily-rotate-file counts, names the files and moves the link `all2.log`; the bytes are written here, at once.
 * Its own streams open and write some turns later, so that the end of the process loses lines, a full disk is
 * an event long after the call, and one burst leaves hundreds of files. They are given a file system that does nothing.
 */
export class RotatingFile {
  /** A file may outgrow `maxBytes` by one text: callers keep a text below this size where they can. */
  readonly textBytesMax: number;
  readonly #options: RotatingFileOptions;
  readonly #series: FileSeries;
  #rotation: DailyRotateFile | undefined;
  #path = '';
  #fd: number | undefined;
  #inode = 0;
  /** How long the file was when we last wrote to it. */
  #size = 0;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.textBytesMax = Math.min(64 * 1024, options.maxBytes / 8);
    this.#series = new FileSeries(options.folder, options.baseName);
  }

  /** Gets ready to write. Throws what the file system throws. */
  open(): void {
    const { folder } = this.#options;
    this.close();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const day = localDay(this.#options.now());
    withFolderLock(folder, () => this.#series.closeGaps(day));
    // daily-rotate-file will pick the same one, but says so only in the next turn: too late for a process that is about to exit.
    this.#path = this.#series.path(this.#lastWithRoom(day));
    this.#rotation = this.#startRotation();
  }

  /** Appends whole lines. When it throws, none of them is in the file, and the next call starts afresh. */
  write(lines: string): void {
    const bytes = Buffer.from(lines);
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      try {
        this.#append(this.#makeRoom(bytes), bytes);
        // The file may have been removed since it was opened: what went into it is gone, so write it again.
        if (this.#fd !== undefined && fstatSync(this.#fd).nlink > 0) return;
      } catch (error) {
        this.close();
        const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'; // Another process removed or renamed it just now.
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

  /** Opens or rotates as far as needed and returns the file to write to. */
  #makeRoom(bytes: Buffer): number {
    if (this.#rotation === undefined || !this.#isInPlace()) this.open();
    this.#rotation?.logStream.write(bytes);
    return this.#fd ?? this.#openFile();
  }

  /** False if the file was removed, renamed, or filled by another process: daily-rotate-file counts only what it is told. */
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
      filename: `${baseName}-%DATE%`,
      extension: '.log',
      maxSize: maxBytes,
      createSymlink: true,
      symlinkName: `${baseName}.log`,
      // Without maxFiles it is never written. With it, a damaged one ends the removal of old files in silence.
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
    const { folder, keepFiles } = this.#options;
    // Removed first, then created: there are never more than `keepFiles`, however many processes do this at once.
    const fd = withFolderLock(folder, () => {
      this.#series.removeOldest(keepFiles - 1, this.#path);
      return openSync(this.#path, 'a+', 0o600);
    });
    this.#fd = fd;
    const { ino, size } = fstatSync(fd);
    this.#inode = ino;
    if (size > 0 && !endsWithNewline(fd, size)) writeSync(fd, '\n'); // A killed process left half a line.
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
      // A disk runs full in the middle of a line. Take the piece back, unless another process has written behind it.
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
