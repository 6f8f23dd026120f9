/** The SGR codes (ECMA-48). node:util's styleText looks at the streams of the process, but a terminal may be a socket. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

export type Formatter = (text: string) => string;
export type Style = Readonly<Record<keyof typeof codes, Formatter>>;

const coded = (open: number, close: number) => (text: string) => `\x1b[${open}m${text}\x1b[${close}m`;
const plain: Formatter = (text) => text;
const entries = Object.entries(codes);
const colourStyle = Object.fromEntries(
  entries.map(([name, [open, close]]) => [name, coded(open, close)]),
) as Style;
const plainStyle = Object.fromEntries(entries.map(([name]) => [name, plain])) as Style;

/** @returns one function per style. Without colours, each function returns its text unchanged. */
export function style(colours: boolean): Style {
  return colours ? colourStyle : plainStyle;
}

/** Whether a stream gets colours. In order of precedence: FORCE_COLOR, NO_COLOR (no-color.org), TERM=dumb, a TTY. */
export function wantsColours({
  isTTY,
  env,
}: {
  isTTY: boolean;
  env: Readonly<Record<string, string | undefined>>;
}): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY && TERM !== 'dumb';
}
