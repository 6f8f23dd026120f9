/**
 * Runs `work`, and settles at the first multiple of `stepMs` after the call at which the work is done. The time then does
 * not tell how long the work took. The timer begins before the work: a pause that is computed afterwards would end
 * earlier or later by the same fraction of a millisecond as the work did.
 * @param isAtOnce whether this result may settle without a pause.
 */
export async function atTick<T>(
  stepMs: number,
  work: () => Promise<T>,
  isAtOnce: (result: T) => boolean,
): Promise<T> {
  let tick = () => {};
  const timer = setInterval(() => tick(), stepMs);
  try {
    const result = await work();
    if (!isAtOnce(result))
      await new Promise<void>((resolve) => {
        tick = resolve;
      });
    return result;
  } finally {
    clearInterval(timer);
  }
}
