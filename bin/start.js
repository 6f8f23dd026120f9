#!/usr/bin/env node
import { existsSync } from 'node:fs';

const root = new URL('..', import.meta.url);
if (existsSync(new URL('dist/start.js', root))) {
  const { main } = await import('../dist/start.js');
  await main(root);
} else {
  process.stderr.write('The app is not built yet. Run: npm run build\n');
  process.exitCode = 2;
}
