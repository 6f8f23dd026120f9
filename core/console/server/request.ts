import { serverErrors } from '#core/net/server/answers.ts';
import { readBody } from '#lib/net/body.ts';
import type { Frame, Header } from '#lib/net/connection.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import type { Language } from '#lib/text/text.ts';

/** The terminal at the other end of a connection. */
export interface RemoteTerminal {
  /** Who answers there: a person's keys, the lines of a script, nobody. */
  readonly kind: 'keys' | 'lines' | 'none';
  /** Left out by what is no terminal, such as a file: nothing is cut there. */
  readonly size: Size | undefined;
  readonly colours: boolean;
  /** Where prompts are drawn: on standard error where standard output goes elsewhere. */
  readonly screen: 'stdout' | 'stderr';
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What opens a console. */
export interface ConsoleRequest {
  /** The client's own, for things that must happen once, however often they are sent. */
  readonly id: string;
  /** The command line; without a command: the menu. */
  readonly args: readonly string[];
  readonly language: Language;
  readonly terminal: RemoteTerminal;
}

/** Passwords by the question they answer, as in `password`, `new-password`. Never in a header: those are logged. */
export type GivenSecrets = ReadonlyMap<string, string>;

const kinds = ['keys', 'lines', 'none'] as const;
const screens = ['stdout', 'stderr'] as const;
const languages = ['zh', 'en'] as const satisfies readonly Language[];
const leaveReasons = ['interrupt', 'end', 'hangup', 'terminate'] as const satisfies readonly ExitReason[];
const sizeMax = 1000;
const secretsBytesMax = 4 * 1024;

/** Nothing of it is believed before it has been looked at. @throws AppError `bad_request`. */
export function parseConsoleRequest({ id, args = [], language, terminal }: Header): ConsoleRequest {
  if (typeof id !== 'string' || !/^[\w-]{1,48}$/.test(id)) throw bad('id');
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) throw bad('args');
  return { id, args, language: oneOf(languages, language, 'language'), terminal: parseTerminal(terminal) };
}

function parseTerminal(terminal: unknown): RemoteTerminal {
  if (!isObject(terminal)) throw bad('terminal');
  const { kind, columns, rows, colours, screen = 'stdout' } = terminal;
  if (typeof colours !== 'boolean') throw bad('colours');
  return {
    kind: oneOf(kinds, kind, 'kind'),
    size: columns === undefined && rows === undefined ? undefined : parseSize({ columns, rows }),
    colours,
    screen: oneOf(screens, screen, 'screen'),
  };
}

/** @throws AppError `bad_request`. */
export function parseSize({ columns, rows }: Header): Size {
  if (!isSize(columns)) throw bad('columns');
  if (!isSize(rows)) throw bad('rows');
  return { columns, rows };
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= sizeMax;

/** @throws AppError `bad_request`. */
export const parseLeaveReason = ({ reason }: Header): ExitReason => oneOf(leaveReasons, reason, 'reason');

/** @throws AppError `bad_request`; FrameError for a body that is too long. */
export async function readSecrets(request: Frame): Promise<GivenSecrets> {
  if (request.bodyBytes === 0) return new Map();
  const given = parseJson(await readBody(request, secretsBytesMax));
  if (!isObject(given)) throw bad('secrets');
  const secrets = new Map<string, string>();
  for (const [question, secret] of Object.entries(given)) {
    if (typeof secret !== 'string') throw bad('secrets');
    secrets.set(question, secret);
  }
  return secrets;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Header =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function oneOf<const T>(values: readonly T[], value: unknown, name: string): T {
  const found = values.find((one) => one === value);
  if (found === undefined) throw bad(name);
  return found;
}

const bad = (problem: string) => serverErrors.bad_request({ problem });
