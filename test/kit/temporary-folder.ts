import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder; `using` removes it with all that is in it. */
export class TemporaryFolder implements Disposable {
  readonly path = mkdtempSync(join(realpathSync(tmpdir()), 'console-app-'));

  /** A path in the folder. No file is made there. */
  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** The database of an app with this home. Neither the file nor its folder exists yet. */
  get databaseFile(): string {
    return this.file('db', 'app.db');
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
