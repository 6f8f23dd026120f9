import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { down } from '#core/demo.ts';

/** The last key normally ends the session. If the settings prevent that, the input ends after this time. */
const inputEndMs = 30_000;

export interface Pace {
  /** The pause before each line. */
  readonly lineMs: number;
  /** The pause before each key. */
  readonly keyMs: number;
}

/** The pace of a person who knows the app. */
export const human: Pace = { lineMs: 1200, keyMs: 120 };
export const instant: Pace = { lineMs: 0, keyMs: 0 };

/** Types the lines, then ends the input. @returns the controller that stops the typing. */
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
    await sleep(inputEndMs, undefined, { signal });
    input.end();
  };
  work().catch(() => {});
  return controller;
}

/** Each character is a key; so is the escape sequence `down`. */
const keysOf = (line: string): readonly string[] =>
  line.split(down).flatMap((text, index) => (index === 0 ? [...text] : [down, ...text]));
