#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

if (existsSync(new URL('../dist/connect.cjs', import.meta.url))) {
  const { main } = createRequire(import.meta.url)('../dist/connect.cjs');
  await main(new URL('..', import.meta.url));
} else {
  process.stderr.write('尚未构建，请运行 npm run build · Not built yet, run: npm run build\n');
  process.exitCode = 2;
}
