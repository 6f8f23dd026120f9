import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One of the files `all2-2026-11-22.log` (number 0), `all2-2026-11-22.1.log`, `all2-2026-11-22.2.log` ... */
export interface SeriesFile {
  day: string;
  number: number;
}

const dayAndNumber = /^(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d*))?$/;

/** The files of one log. Their names are those of winston-daily-rotate-file. */
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

  /** @returns the files of the series, oldest first. */
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
   * Renames the files of the day so that their numbers are 0, 1, 2 ... without gaps. The removal of old files leaves gaps.
   * daily-rotate-file finds its last file by counting up from 0. At a gap it would start again at 0, and later append to
   * older files.
   */
  closeGaps(day: string): void {
    const ofDay = this.list().filter((file) => file.day === day);
    for (const [number, file] of ofDay.entries()) {
      if (file.number !== number) renameSync(this.path(file), this.path({ day, number }));
    }
  }

  /**
   * Removes the oldest files, except `currentPath`, until `keep` other files are left. Files of days to come go first: the
   * clock was wrong when they were made, and as the newest they would stay for ever, in the place of the real ones.
   */
  removeOldest(keep: number, currentPath: string, today: string): void {
    const all = this.list();
    const others = [...all.filter(({ day }) => day > today), ...all.filter(({ day }) => day <= today)]
      .map((file) => this.path(file))
      .filter((path) => path !== currentPath);
    for (const path of others.slice(0, Math.max(0, others.length - keep))) rmSync(path, { force: true });
  }

  /**
   * Renames an ordinary file that has the name of the link `all2.log`, such as a log of another program.
   * daily-rotate-file would leave it there, and its readers would never see a new line.
   * @returns the new name; undefined when there is no such file.
   */
  moveFileAside(): string | undefined {
    const path = join(this.#folder, `${this.#baseName}.log`);
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    for (let number = 1; ; number++) {
      const name = `${this.#baseName}.old${number === 1 ? '' : `-${number}`}.log`;
      if (lstatSync(join(this.#folder, name), { throwIfNoEntry: false }) !== undefined) continue;
      renameSync(path, join(this.#folder, name));
      return name;
    }
  }
}
