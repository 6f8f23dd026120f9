import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './places.ts';

/** The app's version, from package.json. */
export function versionOf({ root }: Places): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
