import { execFileSync } from 'node:child_process';
import { buildSample } from './sample/build.ts';

/** Whole-app tests run `bin/start.js`, so the bundle is made from the sources under test; and so is the sample app. */
export default async function setup(): Promise<void> {
  // Each project of vitest.config.ts asks for it.
  const state = globalThis as { hasBuilt?: true };
  if (state.hasBuilt) return;
  state.hasBuilt = true;
  execFileSync(process.execPath, ['build/build.js'], { stdio: 'inherit' });
  await buildSample();
}
