/** A detail that nobody has given: wherever the sentence has it, there stands its name. */
function placeholder(name: string): unknown {
  const shown = `{${name}}`;
  return new Proxy(
    {},
    {
      get(_, key) {
        if (key === Symbol.toPrimitive || key === 'toString') return () => shown;
        if (key === 'map') return (change: (one: unknown) => unknown) => [change(placeholder(name))];
        if (key === 'join') return () => shown;
        // A detail in two languages.
        return key === 'zh' || key === 'en' ? shown : undefined;
      },
    },
  );
}

/** The details of any error: its sentence made with them has `{seconds}` where a number of seconds will be. */
export const detailsShown = new Proxy({}, { get: (_, key) => placeholder(String(key)) }) as never;
