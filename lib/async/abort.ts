/** Calls `listener` once, at the signal's abort or now if that is past. @returns the way to stop listening. */
export function onAbort(signal: AbortSignal | undefined, listener: (reason: unknown) => void): () => void {
  if (signal === undefined) return () => {};
  const heard = () => listener(signal.reason);
  if (signal.aborted) heard();
  else signal.addEventListener('abort', heard, { once: true });
  return () => signal.removeEventListener('abort', heard);
}

/** Waits for the promise, or rejects with the reason of the first signal to abort. */
export async function untilAborted<T>(
  promise: Promise<T>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<T> {
  let stops: readonly (() => void)[] = [];
  const aborted = new Promise<never>((_, reject) => {
    stops = signals.map((signal) => onAbort(signal, reject));
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    for (const stop of stops) stop();
  }
}
