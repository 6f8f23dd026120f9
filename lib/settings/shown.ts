/** A value as a message repeats it: enough of it to know it again. */
export const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
