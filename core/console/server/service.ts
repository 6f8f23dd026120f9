import type { App } from '#core/app.ts';
import { bugHeader } from '#core/net/server/answers.ts';
import type { OpenService, Service } from '#core/net/server/service.ts';
import type { Connection, Frame } from '#lib/net/connection.ts';
import { type Outcome, Outcomes, outcomeKey } from './outcomes.ts';
import { RemoteConsole } from './remote-console.ts';
import { type ConsoleRequest, type GivenSecrets, parseConsoleRequest, readSecrets } from './request.ts';
import { ConsoleRun } from './run.ts';

export interface ConsoleServiceOptions {
  readonly app: App;
  /** Aborts when the server stops: what runs is finished, and who is at a prompt is told. */
  readonly stopping: AbortSignal;
  /** How long a console waits for an answer while nobody is signed in. Below 2^31. */
  readonly idleTimeoutMs: number;
  /** Milliseconds since some moment. */
  readonly uptimeMs: () => number;
}

/**
 * The app itself, for a terminal at the other end of a connection: {"cmd":"console"} with the command line, or
 * without one for the menu.
 *
 * The client says {"cmd":"console","id","args","language","terminal":{"kind","columns","rows","colours","screen"}}
 * with its passwords as the body. When somebody has to be asked, the server says {"input":true}; from then on it is
 * sent {"cmd":"input"} with what is typed, "resize", "resume", and at last "end" (of the input) or "leave". It sends
 * {"stream":"stdout"} or "stderr" with what is shown, {"suspend":true} for Ctrl-Z, and at last {"status":"ok","exit"}.
 */
export function consoleService(options: ConsoleServiceOptions): Service {
  const consoles = new Consoles(options);
  return {
    name: 'console',
    handlers: { console: (request, connection) => consoles.serve(request, connection) },
  };
}

class Consoles {
  readonly #options: ConsoleServiceOptions;
  readonly #outcomes: Outcomes;
  /** Those where somebody may be asked. */
  readonly #open = new Set<RemoteConsole>();

  constructor(options: ConsoleServiceOptions) {
    this.#options = options;
    this.#outcomes = new Outcomes(options.uptimeMs);
    options.stopping.addEventListener('abort', () => {
      for (const console of this.#open) console.stop();
    });
  }

  async serve(request: Frame, connection: Connection): Promise<void> {
    const wanted = parseConsoleRequest(request.header);
    const secrets = await readSecrets(request);
    const run = this.#runOf(wanted, secrets, connection);
    const key = outcomeKey(wanted.id, wanted.args, [...secrets]);
    try {
      const outcome = await this.#outcomes.of(key, () => this.#outcomeOf(run, connection));
      if (outcome !== undefined) await answer(connection, outcome);
    } finally {
      if (run.console !== undefined) this.#open.delete(run.console);
    }
  }

  /** @returns undefined when somebody was asked: what was shown there is nobody else's. */
  async #outcomeOf(run: ConsoleRun, connection: Connection): Promise<Outcome | undefined> {
    const last = await this.#lastFrameOf(run, connection);
    if (run.console === undefined) return { pieces: run.kept.pieces, exit: last.exit };
    await run.console.end(last);
    return undefined;
  }

  async #lastFrameOf(run: ConsoleRun, connection: Connection) {
    try {
      return { status: 'ok', exit: await run.run() };
    } catch (error) {
      // Once a console is open, all frames are its own, and nobody else could answer.
      if (run.console === undefined) throw error;
      return { ...bugHeader(this.#options.app.logger, error, connection), exit: 1 };
    }
  }

  #runOf(request: ConsoleRequest, secrets: GivenSecrets, connection: Connection): ConsoleRun {
    const { app, stopping, idleTimeoutMs } = this.#options;
    return new ConsoleRun({
      app,
      request,
      secrets,
      name: connection.id,
      openConsole: (isSignedIn) => {
        const logger = app.logger.child(connection.id);
        const console = new RemoteConsole({ connection, request, logger, idleTimeoutMs, isSignedIn });
        this.#open.add(console);
        if (stopping.aborted) console.stop();
        return console;
      },
    });
  }
}

async function answer(connection: Connection, { pieces, exit }: Outcome): Promise<void> {
  for (const { stream, bytes } of pieces) await connection.send({ stream }, bytes);
  await connection.send({ status: 'ok', exit });
}

export interface ConsoleSettings {
  readonly server: { readonly idleTimeoutSeconds: number };
}

export const openConsoleService: OpenService<ConsoleSettings> = ({ settings: { server }, app, stopping }) =>
  consoleService({
    app,
    stopping,
    idleTimeoutMs: server.idleTimeoutSeconds * 1000,
    uptimeMs: () => app.clock.uptimeMs(),
  });
