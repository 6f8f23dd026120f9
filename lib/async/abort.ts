/** Calls `listener` once: when the signal aborts, or at once if it has aborted. @returns a function that stops listening. */
export function onAbort(signal: AbortSignal | undefined, listener: (reason: unknown) => void): () => void {
  if (signal === undefined) return () => {};
  const heard = () => listener(signal.reason);
  if (signal.aborted) heard();
  else signal.addEventListener('abort', heard, { once: true });
  return () => signal.removeEventListener('abort', heard);
}

/** Waits for `promise`. @throws the reason of the first signal that aborts before `promise` settles. */
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
