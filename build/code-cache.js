import { setFlagsFromString } from 'node:v8';
import { compile, headerOf, readCodeCache } from '../bin/shared/code-cache.js';

/**
 * @param {string} source of a bundle
 * @param {string} path where the bundle lies
 * @returns the code cache of all its functions, or undefined when the one that lies there serves this Node
 */
export function makeCodeCache(source, path) {
  const existing = readCodeCache(source, path);
  if (existing !== undefined && compile(source, path, existing).cachedDataRejected === false)
    return undefined;
  // V8 compiles a function at its first call, and would put only the functions called so far into the cache.
  setFlagsFromString('--no-lazy');
  const script = compile(source, path, undefined);
  // V8 rejects a cache that was made under other flags.
  setFlagsFromString('--lazy');
  const data = script.createCachedData();
  return Buffer.concat([headerOf(source, data), data]);
}
