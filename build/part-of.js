/** Which parts a path belongs to, and which combinations of parts there are. */
import { parts } from './parts.js';

/** @type {ReadonlyMap<string, string>} part by segment */
const partOfSegment = new Map(
  Object.entries(parts).flatMap(([part, { names = [] }]) => [part, ...names].map((name) => [name, part])),
);
/** @type {ReadonlyMap<string, string>} part by path */
const partOfFile = new Map(
  Object.entries(parts).flatMap(([part, { files = [] }]) => files.map((path) => [path, part])),
);

/** @param {string} path from the project's folder. @returns the parts it names; none for the skeleton. */
export function partsOf(path) {
  const listed = partOfFile.get(path);
  const segments = path.split('/').map((segment) => segment.replace(/^(.[^.]*)\..*$/, '$1'));
  const named = segments.flatMap((segment) => partOfSegment.get(segment) ?? []);
  return new Set(listed === undefined ? named : [listed, ...named]);
}

/** @param {Iterable<string>} names parts. @returns these parts and all they need. */
export function withNeeds(names) {
  const all = new Set(names);
  for (const name of all) for (const needed of parts[name]?.needs ?? []) all.add(needed);
  return all;
}

/** @param {Iterable<string>} names parts to leave out. @returns the parts that remain: none that needs one of them. */
export function without(names) {
  const left = new Set(names);
  return new Set(Object.keys(parts).filter((part) => ![...withNeeds([part])].some((one) => left.has(one))));
}

/** Every set of parts in which each has what it needs. */
export function combinations() {
  /** @type {ReadonlySet<string>[]} */
  const sets = [new Set()];
  for (const [part, { needs }] of Object.entries(parts)) {
    const fitting = sets.filter((set) => needs.every((needed) => set.has(needed)));
    sets.push(...fitting.map((set) => new Set([...set, part])));
  }
  return sets;
}
