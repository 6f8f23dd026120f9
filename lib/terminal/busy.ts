import { clean } from '#lib/text/clean.ts';
import { displayWidth, truncate } from '#lib/text/width.ts';
import type { Display } from './display.ts';
import { style } from './style.ts';

const delayMs = 500;
const stepMs = 100;
const barColumns = 24;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

/** Runs `work`. After 500 ms it shows a spinner, or a bar once `step` was called, until `work` settles. */
export async function busy<T>(
  display: Display,
  colours: boolean,
  label: string,
  work: (step: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const { cyan } = style(colours);
  let progress: string | undefined;
  let steps = 0;
  let animation: NodeJS.Timeout | undefined;
  const draw = () => {
    const room = display.size.columns - 1;
    const sign = truncate(progress ?? spinner[steps++ % spinner.length] ?? '', room);
    display.showTransient(`${cyan(sign)} ${truncate(clean(label), room - displayWidth(sign) - 1)}`);
  };
  const delay = setTimeout(() => {
    draw();
    animation = setInterval(draw, stepMs).unref();
  }, delayMs).unref();
  try {
    return await work((done, total) => {
      progress = bar(done, total);
    });
  } finally {
    clearTimeout(delay);
    clearInterval(animation);
    display.erase();
  }
}

/** @returns a bar with its percentage, limited to 0 % to 100 %. */
export function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.round(share * barColumns);
  return `${'█'.repeat(filled)}${'░'.repeat(barColumns - filled)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}
