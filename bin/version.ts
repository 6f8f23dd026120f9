import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from './places.ts';

/** The app's version, from package.json. */
export function versionOf({ root }: Paths): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
