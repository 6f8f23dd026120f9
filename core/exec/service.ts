import { setTimeout as delay } from 'node:timers/promises';
import { refusalHeader } from '#core/net/server/answers.ts';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { signedInAs } from '#core/net/server/sign-in.ts';
import { onAbort } from '#lib/async/abort.ts';
import { minimalEnvironment } from '#lib/exec/environment.ts';
import { type ProgramEnd, runProgram } from '#lib/exec/run-program.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Frame, Header } from '#lib/net/connection.ts';
import { clean } from '#lib/text/clean.ts';
import { execServiceErrors, notAllowed } from './errors.ts';
import {
  callIn,
  cancelledHeader,
  type ExecCall,
  exitHeader,
  namesBody,
  outputHeader,
  signalHeader,
} from './wire.ts';

export interface ExecServiceOptions {
  /**
   * The programs that clients may run, by name: the absolute path and the first arguments. The client's arguments are
   * appended unchecked. LIST ONLY PROGRAMS THAT ARE HARMLESS WITH ANY ARGUMENT: a shell, find (-exec), sort (-o), tar,
   * git and ssh can run or write anything, and date (-f) can read any file. With `--` as the last of the first arguments,
   * the client can pass no options.
   */
  readonly allow: ReadonlyMap<string, readonly string[]>;
  readonly timeLimitMs: number;
  /** The limit for both outputs together. */
  readonly outputBytesMax: number;
  /** The limit of programs that run at the same time for all clients. Default: 8. */
  readonly programsMax?: number;
  /** The server's environment. Programs get only a minimal part of it. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly logger: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly uptimeMs: () => number;
}

const programsMaxDefault = 8;
/** The time that the client of a cancellable command has for its `cancel` after the program's end. */
const cancelTimeoutMs = 5_000;

/**
 * Runs programs of an allow-list. The arguments are an array, and no shell interprets them.
 * wire.ts has the frames.
 *
 * The client of a cancellable command must send exactly one `cancel`. Before the program's end it stops the program;
 * otherwise it follows the end, so that no late cancel can hit a later command.
 * If the client disconnects, the server stops the program.
 * Requests that are not cancellable may be pipelined. The server then notices a disconnect only after it has read all
 * pipelined requests, so at most half of the running programs may be of this kind.
 */
export function execService(options: ExecServiceOptions): Service {
  const service = new ExecService(options);
  return {
    name: 'exec',
    handlers: {
      exec: (request, connection) => service.exec(request, connection),
      // A cancel that reaches this handler is too late: its command has ended or did not start.
      cancel() {},
    },
  };
}

interface Call extends ExecCall {
  /** The user's name for the log. */
  readonly user: string;
}

class ExecService {
  readonly #options: ExecServiceOptions;
  readonly #programsMax: number;
  readonly #env: Readonly<Record<string, string>>;
  #running = 0;
  /** The number of running programs that are not cancellable. */
  #pipelined = 0;

  constructor(options: ExecServiceOptions) {
    this.#options = options;
    this.#programsMax = options.programsMax ?? programsMaxDefault;
    this.#env = minimalEnvironment(options.env);
  }

  async exec({ header }: Frame, connection: Connection): Promise<void> {
    const request = callIn(header);
    if (request === undefined) return connection.send({ status: 'ok' }, this.#names());
    const call = { ...request, user: (await signedInAs(connection)) ?? '-' };
    const command = this.#allowed(call, connection);
    const cancel = new AbortController();
    const stopListening = onAbort(connection.ended, () => cancel.abort());
    const cancelled = call.isCancellable ? nextFrame(connection).then(() => cancel.abort()) : undefined;
    try {
      const end = await this.#run(call, command, connection, cancel.signal);
      await connection.send(this.#answer(call, end));
    } finally {
      stopListening();
    }
    if (cancelled === undefined) return;
    const isClosed = await Promise.race([
      cancelled.then(() => true),
      delay(cancelTimeoutMs, false, { ref: false }),
    ]);
    if (!isClosed) await connection.close();
  }

  #names(): Uint8Array {
    const { allow } = this.#options;
    if (allow.size === 0) throw execServiceErrors.nothing_allowed();
    return namesBody(allow.keys());
  }

  /** @returns the program and its first arguments. @throws AppError */
  #allowed(call: Call, connection: Connection): readonly string[] {
    const { allow } = this.#options;
    const command = allow.get(call.name);
    if (command !== undefined && this.#isRoomFor(call)) return command;
    const refusal =
      command === undefined ? notAllowed(call.name, allow) : execServiceErrors.busy({ count: this.#running });
    this.#log(call, connection, refusal.code);
    throw refusal;
  }

  #isRoomFor({ isCancellable }: Call): boolean {
    const max = this.#programsMax;
    return this.#running < max && (isCancellable || this.#pipelined < Math.ceil(max / 2));
  }

  async #run(
    call: Call,
    [file = '', ...first]: readonly string[],
    connection: Connection,
    signal: AbortSignal,
  ): Promise<ProgramEnd> {
    const { timeLimitMs, outputBytesMax, uptimeMs } = this.#options;
    const startedMs = uptimeMs();
    let outcome = 'lost';
    let bytes = 0;
    this.#running++;
    if (!call.isCancellable) this.#pipelined++;
    try {
      const end = await runProgram({
        file,
        args: [...first, ...call.args],
        env: this.#env,
        timeLimitMs,
        outputBytesMax,
        signal,
        onOutput(stream, chunk) {
          bytes += chunk.length;
          return connection.send(outputHeader(stream), chunk);
        },
      });
      outcome = outcomeOf(end);
      return end;
    } finally {
      this.#running--;
      if (!call.isCancellable) this.#pipelined--;
      this.#log(call, connection, `${outcome} bytes=${bytes} ${(uptimeMs() - startedMs).toFixed(1)} ms`);
    }
  }

  #answer({ name }: Call, end: ProgramEnd): Header {
    const { timeLimitMs, outputBytesMax } = this.#options;
    switch (end.how) {
      case 'exit':
        return exitHeader(end.exitCode);
      case 'signal':
        return signalHeader(end.signal);
      case 'cancelled':
        return cancelledHeader;
      case 'time_limit':
        return refusalHeader(execServiceErrors.time_limit({ name, seconds: timeLimitMs / 1000 }));
      case 'output_limit':
        return refusalHeader(execServiceErrors.output_limit({ name, bytes: outputBytesMax }));
      case 'cannot_start':
        return refusalHeader(execServiceErrors.cannot_start({ name, reason: end.reason }));
    }
  }

  #log({ user, name, args }: Call, connection: Connection, outcome: string): void {
    // Whole: a line that is cut would not tell what was run. A header, and so the arguments, have 8 KiB at most.
    const command = clean(`name=${name} args=${JSON.stringify(args)}`);
    this.#options.logger.info(`命令 (exec) ${connection.id} user=${user} ${command} ${outcome}`);
  }
}

/** Resolves at a cancel, at any other frame, or at the end of the connection. Each of them stops the program. */
async function nextFrame(connection: Connection): Promise<void> {
  try {
    await connection.receive();
  } catch {
    // The connection's signal reports the loss.
  }
}

function outcomeOf(end: ProgramEnd): string {
  if (end.how === 'exit') return `exit=${end.exitCode}`;
  if (end.how === 'signal') return `signal=${end.signal}`;
  return end.how === 'cannot_start' ? `cannot_start=${end.reason}` : end.how;
}

export interface ExecSettings {
  readonly exec: {
    readonly enabled: boolean;
    readonly allow: ReadonlyMap<string, readonly string[]>;
    readonly timeLimitSeconds: number;
    readonly outputLimitMebibytes: number;
  };
}

const mebibyte = 1024 * 1024;

export const openExecService: OpenService<ExecSettings> = ({ settings: { exec }, app, logger }) =>
  exec.enabled
    ? execService({
        allow: exec.allow,
        timeLimitMs: exec.timeLimitSeconds * 1000,
        outputBytesMax: exec.outputLimitMebibytes * mebibyte,
        env: process.env,
        logger,
        uptimeMs: () => app.clock.uptimeMs(),
      })
    : undefined;
