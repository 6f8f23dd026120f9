/** Removes parts from the project: their files, and their lines in the lists and INI files. */
import { partsOf } from './part-of.js';
import { parts } from './parts.js';

/** @typedef {ReadonlyMap<string, string>} Files texts by path, relative to the project's folder */

/**
 * @param {Files} files the whole project. @param {ReadonlySet<string>} present the parts that remain, with their needs.
 * @returns {Map<string, string>}
 */
export function treeWith(files, present) {
  const isThere = (/** @type {string} */ path) => [...partsOf(path)].every((part) => present.has(part));
  const gone = Object.keys(parts).filter((part) => !present.has(part));
  const tree = new Map();
  for (const [path, text] of files) if (isThere(path)) tree.set(path, edited(path, text));
  return tree;

  function edited(/** @type {string} */ path, /** @type {string} */ text) {
    if (path.startsWith('bin/parts/')) return listWithout(text, isThere);
    if (path === 'conf/settings.ini') return sectionsWithout(text, gone.flatMap(sectionsOf));
    if (path === 'conf/config.ini')
      return keysWithout(
        text,
        gone.flatMap((part) => parts[part]?.userKeys ?? []),
      );
    return text;
  }

  /** The sections of settings.ini that a part defines. */
  function sectionsOf(/** @type {string} */ part) {
    const table = files.get(`conf/settings/${part}.ts`) ?? '';
    return [...table.matchAll(/^export const (\w+) = \{$/gm)].map(([, section = '']) => section);
  }
}

/** @param {string} text @param {readonly string[]} sections */
const sectionsWithout = (text, sections) =>
  sections.reduce(
    (ini, section) => ini.replace(new RegExp(`\\n\\[${section}\\]\\n[^[]*?(?=\\n\\[|$(?![\\s\\S]))`), ''),
    text,
  );

/** @param {string} text @param {readonly string[]} keys */
const keysWithout = (text, keys) =>
  keys.reduce((ini, key) => ini.replace(new RegExp(`^${key} *=.*\\n`, 'gm'), ''), text);

const importLine = /^import (?:type )?(?:\* as (\w+)|\{ ([^}]*) \}) from '#([^']+)';\n/gm;

/** Removes a part's import and its entry. @param {string} text @param {(path: string) => boolean} isThere */
function listWithout(text, isThere) {
  /** @type {string[]} */
  const gone = [];
  const kept = text.replace(importLine, (line, all, names, path) => {
    if (isThere(path)) return line;
    gone.push(...(all === undefined ? names.split(/,\s*/) : [all]));
    return '';
  });
  return gone.reduce(
    (list, name) =>
      list.replaceAll(new RegExp(`(?:^ *)?(?:\\.\\.\\.)?\\b${name}\\b(?:,\\n|, |(?= ?[\\]}]))`, 'gm'), ''),
    kept,
  );
}
