import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One of the files `all2-2026-11-22.log` (number 0), `all2-2026-11-22.1.log`, `all2-2026-11-22.2.log` ... */
export interface SeriesFile {
  day: string;
  number: number;
}

const dayAndNumber = /^(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d*))?$/;

/** The names that daily-rotate-file gives its files, in one place. */
export class FileSeries {
  readonly #folder: string;
  readonly #baseName: string;

  constructor(folder: string, baseName: string) {
    this.#folder = folder;
    this.#baseName = baseName;
  }

  path({ day, number }: SeriesFile): string {
    return join(this.#folder, `${this.#baseName}-${day}${number === 0 ? '' : `.${number}`}.log`);
  }

  /** The files of the series, oldest first. */
  list(): SeriesFile[] {
    const files: SeriesFile[] = [];
    for (const name of readdirSync(this.#folder)) {
      if (!name.startsWith(`${this.#baseName}-`) || !name.endsWith('.log')) continue;
      const match = dayAndNumber.exec(name.slice(this.#baseName.length + 1, -'.log'.length));
      if (match?.[1] !== undefined) files.push({ day: match[1], number: Number(match[2] ?? 0) });
    }
    return files.sort((a, b) => (a.day === b.day ? a.number - b.number : a.day < b.day ? -1 : 1));
  }

  /**
   * Renames the day's files so that their numbers run 0, 1, 2 ... again.
   * daily-rotate-file looks for its last file by counting up from 0: a gap, left by the removal of
   * old files, would make it start again at 0 and later write behind the end of files that exist.
   */
  closeGaps(day: string): void {
    const ofDay = this.list().filter((file) => file.day === day);
    for (const [number, file] of ofDay.entries()) {
      if (file.number !== number) renameSync(this.path(file), this.path({ day, number }));
    }
  }

  /** Removes the oldest files until `keep` are left beside the one at `currentPath`. */
  removeOldest(keep: number, currentPath: string): void {
    const others = this.list()
      .map((file) => this.path(file))
      .filter((path) => path !== currentPath);
    for (const path of others.slice(0, Math.max(0, others.length - keep))) rmSync(path, { force: true });
  }
}
