import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { down } from '#core/demo.ts';

/** After the last key the session ends. One that does not, since other settings have led it astray, is ended. */
const strayMs = 30_000;

export interface Pace {
  /** Before each line, in milliseconds. */
  readonly lineMs: number;
  /** Before each key of it. */
  readonly keyMs: number;
}

/** Of a person who knows the app. */
export const human: Pace = { lineMs: 1200, keyMs: 120 };
export const instant: Pace = { lineMs: 0, keyMs: 0 };

/** Types the lines, then ends the input. @returns what stops it. */
export function type(lines: readonly string[], input: Writable, { lineMs, keyMs }: Pace): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  const work = async (): Promise<void> => {
    for (const line of lines) {
      await sleep(lineMs, undefined, { signal });
      for (const key of keysOf(line)) {
        await sleep(keyMs, undefined, { signal });
        input.write(key);
      }
    }
    await sleep(strayMs, undefined, { signal });
    input.end();
  };
  work().catch(() => {});
  return controller;
}

/** Characters, and `down` as one key. */
const keysOf = (line: string): readonly string[] =>
  line.split(down).flatMap((text, index) => (index === 0 ? [...text] : [down, ...text]));
