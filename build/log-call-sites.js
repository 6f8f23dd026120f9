/**
 * Writes the place of every log call into the call: `logger.info(` becomes `logger.at("auth.ts:26").info(`.
 * Reading the same place from a stack trace at run time costs several times the log line itself.
 * The build and the test runner share this file, so tests see the places users see.
 */
import { basename } from 'node:path';

// Comments and literals are matched first, so that a log call inside one is left alone, and so that a quote or `/*`
// inside one does not hide the calls behind it. A slash opens a regular expression where no value can stand before it.
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const text = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/;
const regularExpression = /(?<=(?:[(,=:[!&|?{;>]|\breturn)\s*)\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;
const call = /\blogger\.(?=(?:debug|info|warning|error|critical)\()/;
const token = new RegExp([comment, text, regularExpression, call].map(({ source }) => source).join('|'), 'g');

/** @param {string} source TypeScript text. @param {string} path its file. @returns the text with places; lines stay where they were. */
export function writeLogCallSites(source, path) {
  let line = 1;
  let counted = 0;
  return source.replace(token, (match, offset) => {
    if (!match.startsWith('logger.')) return match;
    for (; counted < offset; counted++) if (source.charCodeAt(counted) === 10) line++;
    return `logger.at(${JSON.stringify(`${basename(path)}:${line}`)}).`;
  });
}
