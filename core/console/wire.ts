import { WireError } from '#core/net/wire-error.ts';
import type { Header } from '#lib/net/connection.ts';
import { isObject, parseJson } from '#lib/net/json.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/*
 * The frames of a console, for both ends. A header counts as `unknown` until a function here has checked it.
 *
 *   client -> server  {cmd: console, id, args, language, terminal}   body: the passwords as a JSON object
 *   server -> client  {stream: stdout | stderr}                      body: bytes to show
 *   server -> client  {input: true}                                  a prompt opens; from here on the client may send:
 *   client -> server    {cmd: input}                                 body: bytes that were typed
 *   client -> server    {cmd: resize, columns, rows}
 *   client -> server    {cmd: end}                                   its standard input has ended
 *   client -> server    {cmd: leave, reason}                         the user leaves
 *   server -> client    {suspend: true}                              Ctrl-Z was typed, and the screen is clear
 *   client -> server    {cmd: resume}                                the stopped client runs again; without suspend: it was stopped by force
 *   server -> client  {status: ok, exit}                             the last frame; a refusal has status: error
 */

export type StreamName = 'stdout' | 'stderr';

/** In characters, 1 to `sideMax` each. */
export type Size = { readonly columns: number; readonly rows: number };

/** The source of the answers: the keys of a user, the lines of a script, or nothing. */
export type InputKind = 'keys' | 'lines' | 'none';

/** The terminal of the client. */
export interface RemoteTerminal {
  readonly kind: InputKind;
  /** Undefined for a file or a pipe: text is not cut there. */
  readonly size: Size | undefined;
  readonly colours: boolean;
  /** The stream of the prompts: standard error if standard output is no terminal. */
  readonly screen: StreamName;
}

/** The request that opens a console. */
export interface ConsoleRequest {
  /** Chosen by the client. A command that arrives twice with the same id runs once. */
  readonly id: string;
  /** The command line. Without a command it opens the menu. */
  readonly args: readonly string[];
  readonly language: Language;
  readonly terminal: RemoteTerminal;
}

/** Passwords by the name of their prompt: `password`, `new-password`. They are in the body, because only headers are logged. */
export type GivenSecrets = ReadonlyMap<string, string>;

/** The headers that a client sends while a console is open. */
export type ClientHeader =
  | { readonly cmd: 'input' | 'end' | 'resume' }
  | ({ readonly cmd: 'resize' } & Size)
  | { readonly cmd: 'leave'; readonly reason: ExitReason };

/** The headers that a server sends. A header with `status` is the last one. */
export type ServerHeader =
  | { readonly stream: StreamName }
  | { readonly input: true }
  | { readonly suspend: true }
  | LastHeader;

/** An error has more fields: see `refusalHeader`. */
export type LastHeader = { readonly status: unknown; readonly exit?: unknown };

/** The maximum of columns and of rows that the server accepts. */
export const sideMax = 1000;
/** The maximum length of the body with the passwords. */
export const secretsBytesMax = 4 * 1024;

const inputKinds = ['keys', 'lines', 'none'] as const satisfies readonly InputKind[];
const streams = ['stdout', 'stderr'] as const satisfies readonly StreamName[];
const languages = ['zh', 'en'] as const satisfies readonly Language[];
const exitReasons = [
  'interrupt',
  'quit',
  'end',
  'hangup',
  'terminate',
] as const satisfies readonly ExitReason[];
const clientCommands = ['input', 'end', 'resume', 'resize', 'leave'] as const;

/** Encodes the header of a request. */
export function consoleHeader({ id, args, language, terminal: { size, ...rest } }: ConsoleRequest): Header {
  return { cmd: 'console', id, args, language, terminal: { ...rest, ...size } };
}

/** Parses the header of {@link consoleHeader}. @throws WireError. */
export function parseConsoleRequest({ id, args = [], language, terminal }: Header): ConsoleRequest {
  if (typeof id !== 'string' || !/^[\w-]{1,48}$/.test(id)) throw new WireError('id');
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) throw new WireError('args');
  return { id, args, language: oneOf(languages, language, 'language'), terminal: parseTerminal(terminal) };
}

function parseTerminal(terminal: unknown): RemoteTerminal {
  if (!isObject(terminal)) throw new WireError('terminal');
  const { kind, columns, rows, colours, screen = 'stdout' } = terminal;
  if (typeof colours !== 'boolean') throw new WireError('colours');
  return {
    kind: oneOf(inputKinds, kind, 'kind'),
    size: columns === undefined && rows === undefined ? undefined : parseSize({ columns, rows }),
    colours,
    screen: oneOf(streams, screen, 'screen'),
  };
}

function parseSize({ columns, rows }: Header): Size {
  if (!isSide(columns)) throw new WireError('columns');
  if (!isSide(rows)) throw new WireError('rows');
  return { columns, rows };
}

const isSide = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= sideMax;

/** Parses a client's header while a console is open. @throws WireError. */
export function parseClientHeader(header: Header): ClientHeader {
  const cmd = oneOf(clientCommands, header['cmd'], 'cmd');
  if (cmd === 'resize') return { cmd, ...parseSize(header) };
  if (cmd === 'leave') return { cmd, reason: oneOf(exitReasons, header['reason'], 'reason') };
  return { cmd };
}

/** Parses a server's header. @returns undefined for an unknown header, which the client skips. */
export function parseServerHeader(header: Header): ServerHeader | undefined {
  const { stream, input, suspend, status, exit } = header;
  if (status !== undefined) return { status, exit };
  if (input === true) return { input };
  if (suspend === true) return { suspend };
  return stream === 'stdout' || stream === 'stderr' ? { stream } : undefined;
}

/** Encodes the passwords as the body of a request. */
export const secretsBody = (secrets: GivenSecrets): Buffer =>
  Buffer.from(JSON.stringify(Object.fromEntries(secrets)));

/** Parses the body of {@link secretsBody}, which may be empty. @throws WireError. */
export function parseSecrets(body: Buffer): GivenSecrets {
  if (body.length === 0) return new Map();
  const given = parseJson(body.toString('utf8'));
  if (!isObject(given)) throw new WireError('secrets');
  const secrets = new Map<string, string>();
  for (const [question, secret] of Object.entries(given)) {
    if (typeof secret !== 'string') throw new WireError('secrets');
    secrets.set(question, secret);
  }
  return secrets;
}

function oneOf<const T>(values: readonly T[], value: unknown, field: string): T {
  const found = values.find((one) => one === value);
  if (found === undefined) throw new WireError(field);
  return found;
}
