import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildApp } from './build-app.ts';
import { sampleRoot } from './root.ts';

/** Whole-app tests run `bin/start.js`, so the bundle is made from the sources under test; and so is the sample app. */
export default async function setup(): Promise<void> {
  // Each project of vitest.config.ts asks for it.
  const state = globalThis as { hasBuilt?: true };
  if (state.hasBuilt) return;
  state.hasBuilt = true;
  execFileSync(process.execPath, ['build/build.js'], { stdio: 'inherit' });
  await buildApp(sampleRoot, { '#bin/parts/app.ts': join(import.meta.dirname, 'sample', 'parts.ts') });
}
