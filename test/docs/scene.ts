import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from '#build/parts.js';
import type { Text } from '#lib/text/text.ts';
import { root } from '#test/kit/root.ts';

/** A prompt that is waited for, and the answer: keys, or an entry of the list that is shown, by its title. */
export type Step = readonly [prompt: Text, answer: string | Text];

/** What a part shows of itself in the session of the README. */
export interface Scene {
  /** Scenes are in ascending order of it, as the entries of the menu are. */
  readonly position: number;
  /** The first chooses an entry of the menu. */
  readonly steps: readonly Step[];
}

export const menuPrompt: Text = { zh: '? 请选择', en: '? Choose' };

/** The scenes of the parts that are there: `scene` in test/docs/<part>/made.ts. */
export async function scenes(): Promise<readonly Scene[]> {
  const files = Object.keys(parts)
    .map((part) => join(root, 'test', 'docs', part, 'made.ts'))
    .filter((file) => existsSync(file));
  const modules: readonly { readonly scene?: Scene }[] = await Promise.all(files.map((file) => import(file)));
  return modules
    .flatMap(({ scene }) => (scene === undefined ? [] : [scene]))
    .sort((a, b) => a.position - b.position);
}
