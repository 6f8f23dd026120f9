import { busy } from '#lib/terminal/busy.ts';
import { Display } from '#lib/terminal/display.ts';
import { wantsColours } from '#lib/terminal/style.ts';

/** Runs work under a bar on standard error, where that is a screen. */
export async function showProgress<T>(
  label: string,
  work: (step: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const { stderr: output, env } = process;
  if (!output.isTTY) return work(() => {});
  const colours = wantsColours({ isTTY: true, env });
  const display = new Display({ output, colours, onBroken: () => {} });
  try {
    return await busy(display, colours, label, work);
  } finally {
    display.close();
  }
}
