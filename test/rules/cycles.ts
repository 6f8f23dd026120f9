import { type Files, importsIn } from './sources.ts';

/** @returns each circle of imports once, as `a.ts -> b.ts -> a.ts`. */
export function cyclesIn(sources: Files): readonly string[] {
  const imports = new Map<string, string[]>();
  for (const { from, to } of importsIn(sources)) imports.set(from, [...(imports.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return found.map((circle) => `${circle}: move what both need into a file of its own, or pass it in.`);
}
