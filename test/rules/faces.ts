import { type Files, importsIn } from './sources.ts';

/** The public files of a folder of lib: the list under `## Face` in its README.md. */
export function facesIn(files: Files): ReadonlyMap<string, ReadonlySet<string>> {
  const faces = new Map<string, ReadonlySet<string>>();
  for (const [path, text] of files) {
    const [, folder] = /^(lib\/[^/]+)\/README\.md$/.exec(path) ?? [];
    if (folder === undefined) continue;
    const [, list = ''] = /^## Face\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text) ?? [];
    const names = [...list.matchAll(/^- `([^`]+)`/gm)].map(([, name]) => `${folder}/${name}`);
    faces.set(folder, new Set(names));
  }
  return faces;
}

/** @returns one sentence for each import of a private file of a folder of lib, and for each wrong line of a face. */
export function faceViolations(files: Files, code: Files): readonly string[] {
  const faces = facesIn(files);
  const folders = new Set([...code.keys()].flatMap((path) => folderOf(path) ?? []));
  const faceless = [...folders]
    .filter((folder) => !faces.has(folder))
    .map((folder) => `${folder} has no README.md with a list under "## Face"; write one.`);
  const lost = [...faces.values()]
    .flatMap((face) => [...face])
    .filter((path) => !files.has(path))
    .map((path) => `${path} is in the face of its folder but does not exist; take it out of the list.`);
  const broken = importsIn(code).flatMap(({ from, to, specifier }) => {
    const folder = folderOf(to);
    if (folder === undefined || isInside(from, folder) || faces.get(folder)?.has(to) !== false) return [];
    return [
      `${from} imports ${specifier}: it is not in the face of ${folder}; import a file of the face, or add this one to it.`,
    ];
  });
  return [...faceless, ...lost, ...broken];
}

const folderOf = (path: string): string | undefined => /^lib\/[^/]+(?=\/.*\.ts$)/.exec(path)?.[0];

/** A folder's own tests may look inside. */
const isInside = (path: string, folder: string): boolean =>
  path.startsWith(`${folder}/`) || path.startsWith(`test/${folder}/`);
