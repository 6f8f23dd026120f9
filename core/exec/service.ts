import { setTimeout as delay } from 'node:timers/promises';
import { refusalHeader, serverErrors } from '#core/net/server/answers.ts';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { signedInAs } from '#core/net/server/sign-in.ts';
import { onAbort } from '#lib/async/abort.ts';
import { minimalEnvironment } from '#lib/exec/environment.ts';
import { type ProgramEnd, runProgram } from '#lib/exec/run-program.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Frame, Header } from '#lib/net/connection.ts';
import { clean } from '#lib/text/clean.ts';
import { shorten } from '#lib/text/shorten.ts';
import { execErrors, notAllowed } from './errors.ts';

export interface ExecServiceOptions {
  /**
   * What clients may run: by its name the program's absolute path and its first arguments. The client's own follow them,
   * whatever they are. LIST ONLY PROGRAMS THAT ARE HARMLESS WITH ANY ARGUMENT: a shell, find (-exec), sort (-o), tar, git
   * or ssh runs or writes anything, and date (-f) reads any file. A last `--` of ours leaves the client no options.
   */
  readonly allow: ReadonlyMap<string, readonly string[]>;
  readonly timeLimitMs: number;
  /** Of both outputs together. */
  readonly outputBytesMax: number;
  /** How many may run at once, for all clients together. 8 if not given. */
  readonly programsMax?: number;
  /** The server's own. Programs see the least of it that they can live with. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly logger: Logger;
  /** Milliseconds since some moment. */
  readonly uptimeMs: () => number;
}

const programsMaxDefault = 8;
/** How long the client of a cancellable command may take to close the conversation. */
const lastWordMs = 5_000;

/**
 * Runs programs of an allow-list. Arguments are an array, and no shell ever reads them.
 *
 * {"cmd":"exec"} is answered {"status":"ok"} and the names, a line each, as the body.
 * {"cmd":"exec","name":"list","args":["-l"]} is answered {"stream":"stdout"} and {"stream":"stderr"} with the bytes as
 * they come, then {"status":"ok","exit":0}, {"status":"ok","signal":"SIGSEGV"} or a refusal.
 *
 * With "cancellable":true the client sends nothing more but one {"cmd":"cancel"}, which is not answered itself: early, to
 * stop the program, or else after its end, so that the server knows that none is on its way. If it goes away, the program
 * is stopped as well. Without it requests may be pipelined as always; the program is stopped when the client closes its
 * side, which is noticed once all that it has sent is read. So these programs are at most half of those that run.
 */
export function execService(options: ExecServiceOptions): Service {
  const service = new ExecService(options);
  return {
    name: 'exec',
    handlers: {
      exec: (request, connection) => service.exec(request, connection),
      // Too late: its command has come to an end, or was never begun.
      cancel() {},
    },
  };
}

interface Call {
  /** For the log. */
  readonly user: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly isCancellable: boolean;
}

class ExecService {
  readonly #options: ExecServiceOptions;
  readonly #programsMax: number;
  readonly #env: Readonly<Record<string, string>>;
  #running = 0;
  /** Of those, how many whose client may be gone. */
  #pipelined = 0;

  constructor(options: ExecServiceOptions) {
    this.#options = options;
    this.#programsMax = options.programsMax ?? programsMaxDefault;
    this.#env = minimalEnvironment(options.env);
  }

  async exec({ header }: Frame, connection: Connection): Promise<void> {
    if (header['name'] === undefined) return connection.send({ status: 'ok' }, this.#names());
    const call = { ...callIn(header), user: signedInAs(connection) ?? '-' };
    const command = this.#allowed(call, connection);
    const cancel = new AbortController();
    const stopListening = onAbort(connection.ended, () => cancel.abort());
    const lastWord = call.isCancellable ? nextFrame(connection).then(() => cancel.abort()) : undefined;
    try {
      const end = await this.#run(call, command, connection, cancel.signal);
      await connection.send(this.#answer(call, end));
    } finally {
      stopListening();
    }
    if (lastWord === undefined) return;
    const isClosed = await Promise.race([
      lastWord.then(() => true),
      delay(lastWordMs, false, { ref: false }),
    ]);
    if (!isClosed) await connection.close();
  }

  #names(): Uint8Array {
    const { allow } = this.#options;
    if (allow.size === 0) throw execErrors.nothing_allowed();
    return Buffer.from([...allow.keys()].join('\n'));
  }

  /** @returns the program and its first arguments. @throws AppError */
  #allowed(call: Call, connection: Connection): readonly string[] {
    const { allow } = this.#options;
    const command = allow.get(call.name);
    if (command !== undefined && this.#isRoomFor(call)) return command;
    const refusal =
      command === undefined ? notAllowed(call.name, allow) : execErrors.busy({ count: this.#running });
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
          return connection.send({ stream }, chunk);
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
        return { status: 'ok', exit: end.exitCode };
      case 'signal':
        return { status: 'ok', signal: end.signal };
      case 'cancelled':
        return { status: 'ok', cancelled: true };
      case 'time_limit':
        return refusalHeader(execErrors.time_limit({ name, seconds: timeLimitMs / 1000 }));
      case 'output_limit':
        return refusalHeader(execErrors.output_limit({ name, bytes: outputBytesMax }));
      case 'cannot_start':
        return refusalHeader(execErrors.cannot_start({ name, reason: end.reason }));
    }
  }

  #log({ user, name, args }: Call, connection: Connection, outcome: string): void {
    const command = clean(
      `name=${shorten(name, loggedCharsMax)} args=${shorten(JSON.stringify(args), loggedCharsMax)}`,
    );
    this.#options.logger.info(`命令 (exec) ${connection.id} user=${user} ${command} ${outcome}`);
  }
}

/** @throws AppError `bad_request`. */
function callIn({ name, args = [], cancellable = false }: Header): Omit<Call, 'user'> {
  const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
  if (!isText(name)) throw serverErrors.bad_request({ problem: 'name' });
  if (!Array.isArray(args) || !args.every(isText)) throw serverErrors.bad_request({ problem: 'args' });
  return { name, args, isCancellable: cancellable === true };
}

/** Whatever comes next stops the program: a cancel, what should not have been sent, the end of the connection. */
async function nextFrame(connection: Connection): Promise<void> {
  try {
    await connection.receive();
  } catch {
    // The connection is lost, and its signal says so.
  }
}

function outcomeOf(end: ProgramEnd): string {
  if (end.how === 'exit') return `exit=${end.exitCode}`;
  if (end.how === 'signal') return `signal=${end.signal}`;
  return end.how === 'cannot_start' ? `cannot_start=${end.reason}` : end.how;
}

const loggedCharsMax = 200;

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
