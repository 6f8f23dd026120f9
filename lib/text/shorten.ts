/** Cuts a text to at most `charsMax` UTF-16 code units, the last of them an ellipsis. No character is cut in half. */
export const shorten = (text: string, charsMax: number): string =>
  text.length > charsMax ? `${text.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
