/** Computes the parts that a path belongs to, and the possible combinations of parts. */
import { parts } from './parts.js';

/** @type {ReadonlyMap<string, string>} part by segment */
const partOfSegment = new Map(
  Object.entries(parts).flatMap(([part, { names = [] }]) => [part, ...names].map((name) => [name, part])),
);
/** @type {ReadonlyMap<string, string>} part by path */
const partOfFile = new Map(
  Object.entries(parts).flatMap(([part, { files = [] }]) => files.map((path) => [path, part])),
);

/** @param {string} path relative to the project's folder. @returns the parts in the path; empty for the skeleton. */
export function partsOf(path) {
  const listed = partOfFile.get(path);
  const segments = path.split('/').map((segment) => segment.replace(/^(.[^.]*)\..*$/, '$1'));
  const named = segments.flatMap((segment) => partOfSegment.get(segment) ?? []);
  return new Set(listed === undefined ? named : [listed, ...named]);
}

/** @param {Iterable<string>} names parts. @returns these parts and all parts that they need. */
export function withNeeds(names) {
  const all = new Set(names);
  for (const name of all) for (const needed of parts[name]?.needs ?? []) all.add(needed);
  return all;
}

/** @param {Iterable<string>} names parts to leave out. @returns the parts that are neither these nor need one of them. */
export function without(names) {
  const leftOut = new Set(names);
  return new Set(
    Object.keys(parts).filter((part) => ![...withNeeds([part])].some((one) => leftOut.has(one))),
  );
}

/** @returns every set of parts that contains all parts its members need. */
export function combinations() {
  /** @type {ReadonlySet<string>[]} */
  const sets = [new Set()];
  for (const [part, { needs }] of Object.entries(parts)) {
    const fitting = sets.filter((set) => needs.every((needed) => set.has(needed)));
    sets.push(...fitting.map((set) => new Set([...set, part])));
  }
  return sets;
}
