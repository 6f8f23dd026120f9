/** Cuts a text to at most `charsMax` UTF-16 units, including the ellipsis at its end. It never splits a surrogate pair. */
export const shorten = (text: string, charsMax: number): string =>
  text.length > charsMax ? `${text.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
