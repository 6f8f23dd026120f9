import { execFileSync } from 'node:child_process';

/** Whole-app tests run `bin/start.js`, so the bundle is made from the sources under test. */
export default function setup(): void {
  execFileSync(process.execPath, ['build/build.js'], { stdio: 'inherit' });
}
