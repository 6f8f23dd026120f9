import type { Screen } from './screen.ts';

const esc = '\x1b';
/** A drawing of a prompt ends by moving the cursor to its place, and perhaps by hiding or showing it. */
const drawingEnd = new RegExp(`${esc}\\[\\d+G(?:${esc}\\[\\?25[hl])?$`);

/** Waits until the app has drawn the open prompt since `before`, a length of `raw()`. */
export async function waitForDrawing(screen: Screen, before: number): Promise<void> {
  await screen.waitFor(() => drawingEnd.test(screen.raw().slice(before)));
  // What has arrived is on the screen at the next look.
  await screen.waitFor(() => true);
}

/**
 * Resizes the window, and waits until the app has drawn the open prompt for the new size. Until then the screen shows the
 * old drawing, which the terminal itself has wrapped: it may look the same, and the next size may come too early.
 */
export async function resizeDrawn(screen: Screen, columns: number, rows: number): Promise<void> {
  const before = screen.raw().length;
  screen.resize(columns, rows);
  await waitForDrawing(screen, before);
}
