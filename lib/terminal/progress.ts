import type { Writable } from 'node:stream';
import { busy } from './busy.ts';
import { Display } from './display.ts';

export interface ProgressOptions {
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly colours: boolean;
}

export interface Progress {
  /** Runs `work`. After 500 ms it shows a spinner, or a bar once `step` was called. @throws what `work` throws. */
  busy<T>(label: string, work: (step: (done: number, total: number) => void) => Promise<T>): Promise<T>;
  /** Removes the bar for good and shows the cursor. Call it also when the work is interrupted. */
  close(): void;
}

/** @returns a progress bar for a program without prompts. It shows nothing when `output` is not a terminal. */
export function openProgress({ output, colours }: ProgressOptions): Progress {
  if (output.isTTY !== true) return { busy: (_label, work) => work(() => {}), close: () => {} };
  // The work goes on when the output breaks.
  const display = new Display({ output, colours, onBroken: () => {} });
  return {
    busy: (label, work) => busy(display, colours, label, work),
    close: () => display.close(),
  };
}
