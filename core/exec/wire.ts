import { WireError } from '#core/net/wire-error.ts';
import type { Header } from '#lib/net/connection.ts';

/*
 * The frames of exec, for both ends. `callRequest` makes a header, and `callIn` reads it.
 *
 *   client -> server  {cmd: exec}                              asks for the names of the commands
 *   server -> client  {status: ok}                             body: the names, one per line
 *
 *   client -> server  {cmd: exec, name, args, cancellable}     args and cancellable are optional
 *   server -> client  {stream: stdout | stderr}                body: output of the program
 *   server -> client  {status: ok, exit}                       the last frame, with the exit code of the program,
 *                     {status: ok, signal}                     or the signal that ended it,
 *                     {status: ok, cancelled: true}            or neither after a cancel; a refusal has status: error
 *   client -> server  {cmd: cancel}                            once for a cancellable command; it has no answer
 */

export type OutputName = 'stdout' | 'stderr';

export interface ExecCall {
  readonly name: string;
  readonly args: readonly string[];
  /** The client sends exactly one `cancel`, before or after the end of the program. */
  readonly isCancellable: boolean;
}

export const listRequest: Header = { cmd: 'exec' };
export const namesBody = (names: Iterable<string>): Uint8Array => Buffer.from([...names].join('\n'));
export const namesIn = (body: Uint8Array): readonly string[] => Buffer.from(body).toString().split('\n');

export const callRequest = ({ name, args, isCancellable }: ExecCall): Header => ({
  cmd: 'exec',
  name,
  args,
  cancellable: isCancellable,
});
/** @returns undefined for {@link listRequest}. @throws WireError */
export function callIn({ name, args = [], cancellable }: Header): ExecCall | undefined {
  if (name === undefined) return undefined;
  if (!isArgument(name)) throw new WireError('name');
  if (!Array.isArray(args) || !args.every(isArgument)) throw new WireError('args');
  return { name, args, isCancellable: cancellable === true };
}

/** A program cannot get an argument with a NUL. */
const isArgument = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');

export const cancelRequest: Header = { cmd: 'cancel' };

export const outputHeader = (stream: OutputName): Header => ({ stream });
/** @returns undefined for the last frame. */
export const outputIn = ({ stream }: Header): OutputName | undefined =>
  stream === 'stdout' || stream === 'stderr' ? stream : undefined;

export const exitHeader = (exitCode: number): Header => ({ status: 'ok', exit: exitCode });
export const signalHeader = (signal: string): Header => ({ status: 'ok', signal });
export const cancelledHeader: Header = { status: 'ok', cancelled: true };
/** @returns the name of the signal that ended the program. */
export const signalIn = ({ signal }: Header): string | undefined =>
  typeof signal === 'string' ? signal : undefined;
