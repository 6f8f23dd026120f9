import { execFileSync } from 'node:child_process';
import { buildSample } from './sample/build.ts';

/** Whole-app tests run `bin/start.js`, so the bundle is made from the sources under test; and so is the sample app. */
export default async function setup(): Promise<void> {
  execFileSync(process.execPath, ['build/build.js'], { stdio: 'inherit' });
  await buildSample();
}
