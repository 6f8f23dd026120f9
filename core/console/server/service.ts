import type { App } from '#core/app.ts';
import { bugHeader } from '#core/net/server/answers.ts';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection, Frame } from '#lib/net/connection.ts';
import { addressGroupOf } from '#lib/net/connection-limiter.ts';
import {
  type ConsoleRequest,
  type GivenSecrets,
  parseConsoleRequest,
  parseSecrets,
  secretsBytesMax,
} from '../wire.ts';
import { ConnectionScreen } from './connection-screen.ts';
import { ConsoleRun } from './console-run.ts';
import { type Outcome, Outcomes, outcomeKey } from './outcomes.ts';
import type { RemoteScreen } from './remote-screen.ts';

export interface ConsoleServiceOptions {
  readonly app: App;
  /** Aborts when the server stops: running work is finished, and open prompts end. */
  readonly stopping: AbortSignal;
  /** The maximum time of an open prompt while no user is signed in. Below 2^31. */
  readonly idleTimeoutMs: number;
  /** A monotonic clock, in milliseconds. */
  readonly uptimeMs: () => number;
}

/** The service that runs the menu or a command for the terminal of a client. The frames are in ../wire.ts. */
export function consoleService(options: ConsoleServiceOptions): Service {
  const consoles = new Consoles(options);
  return {
    name: 'console',
    handlers: { console: (frame, connection) => consoles.serve(frame, connection) },
  };
}

class Consoles {
  readonly #options: ConsoleServiceOptions;
  readonly #outcomes: Outcomes;
  readonly #screens = new Set<RemoteScreen>();

  constructor(options: ConsoleServiceOptions) {
    this.#options = options;
    this.#outcomes = new Outcomes(options.uptimeMs);
    options.stopping.addEventListener('abort', () => {
      for (const screen of this.#screens) screen.stop();
    });
  }

  async serve(frame: Frame, connection: Connection): Promise<void> {
    const request = parseConsoleRequest(frame.header);
    const secrets = parseSecrets(await readBody(frame, secretsBytesMax));
    const key = outcomeKey(request.id, request.args, [...secrets]);
    const outcome = await this.#outcomes.of(key, () => this.#run(request, secrets, connection));
    if (outcome !== undefined) await answer(connection, outcome);
  }

  /** @returns undefined if a prompt was opened: the output belongs to this client only. */
  async #run(
    request: ConsoleRequest,
    secrets: GivenSecrets,
    connection: Connection,
  ): Promise<Outcome | undefined> {
    const { app, stopping, idleTimeoutMs } = this.#options;
    const { id, args, language } = request;
    const logger = app.logger.child(connection.id);
    const screen = new ConnectionScreen({ connection, request, logger, idleTimeoutMs });
    const logName = connection.id;
    const address = addressGroupOf(connection.peer.host);
    const run = new ConsoleRun({ app, screen, id, args, language, secrets, logName, address });
    this.#screens.add(screen);
    if (stopping.aborted) screen.stop();
    try {
      return await screen.end(await this.#lastHeaderOf(run, screen, connection));
    } finally {
      this.#screens.delete(screen);
    }
  }

  async #lastHeaderOf(run: ConsoleRun, screen: ConnectionScreen, connection: Connection) {
    try {
      return { status: 'ok', exit: await run.run() };
    } catch (error) {
      // After the first prompt, the screen sends all frames of the connection, including the last one.
      if (!screen.hasAsked) throw error;
      return { ...bugHeader(this.#options.app.logger, error, connection), status: 'error', exit: 1 };
    }
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
