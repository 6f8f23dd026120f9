/**
 * Inserts the call site into every log call: `logger.info(` becomes `logger.at("auth.ts:26").info(`.
 * At run time, a stack trace with the same call site costs several times as much as the log line itself.
 * The build and the test runner share this file, so the logs of tests show the same call sites.
 */
import { basename } from 'node:path';

// The token matches whole comments and literals first. So a log call inside one stays unchanged, and a quote or `/*`
// inside one does not hide later calls. A slash starts a regular expression where no value can precede it.
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const text = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/;
const regularExpression = /(?<=(?:[(,=:[!&|?{;>]|\breturn)\s*)\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;
const call = /\blogger\.(?=(?:debug|info|warning|error|critical)\()/;
const token = new RegExp([comment, text, regularExpression, call].map(({ source }) => source).join('|'), 'g');

/** @param {string} source TypeScript text. @param {string} path its file. @returns the text with call sites in it. */
export function writeLogCallSites(source, path) {
  let line = 1;
  let counted = 0;
  return source.replace(token, (match, offset) => {
    if (!match.startsWith('logger.')) return match;
    for (; counted < offset; counted++) if (source.charCodeAt(counted) === 10) line++;
    return `logger.at(${JSON.stringify(`${basename(path)}:${line}`)}).`;
  });
}
