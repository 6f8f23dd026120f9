/** A placeholder for a detail: the sentence shows the name of the detail. */
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

/** Placeholders for the details of any error: its sentence has `{seconds}` in place of a number of seconds. */
export const detailsShown = new Proxy({}, { get: (_, key) => placeholder(String(key)) }) as never;
