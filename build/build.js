/** Bundles bin/<program>/<program>.ts into dist/, so that a start opens three files instead of six hundred. */
import { join } from 'node:path';
import { root } from './bundle.js';
import { buildPrograms } from './programs.js';

await buildPrograms(join(root, 'dist'));
