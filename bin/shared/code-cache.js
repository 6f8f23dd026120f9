/** Code caches: what V8 has made of a bundle, so that a start does not compile it again. build/code-cache.js writes them. */
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

// The same wrapper as that of Node's own loader.
const opening = '(function (exports, require, module, __filename, __dirname) { ';

/**
 * @param {string} source
 * @param {string} path for stack traces
 * @param {Buffer | undefined} cachedData which V8 ignores when it comes from another version of V8
 */
export const compile = (source, path, cachedData) =>
  new Script(`${opening}${source}\n})`, {
    filename: path,
    columnOffset: -opening.length,
    ...(cachedData && { cachedData }),
  });

export const cachePathOf = (/** @type {string} */ path) => `${path}.cache`;

/** The checksums of source and data come before the data: V8 itself compares only the source's length. */
export const headerBytes = 8;

/** @param {string} source @param {Buffer} data */
export function headerOf(source, data) {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(crc32(source), 0);
  header.writeUInt32LE(crc32(data), 4);
  return header;
}

/** @param {string} source @param {string} path @returns {Buffer | undefined} undefined when it is missing, damaged, or of another source */
export function readCodeCache(source, path) {
  try {
    const bytes = readFileSync(cachePathOf(path));
    const data = bytes.subarray(headerBytes);
    return headerOf(source, data).equals(bytes.subarray(0, headerBytes)) ? data : undefined;
  } catch {
    return undefined;
  }
}
