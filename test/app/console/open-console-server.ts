import { variable } from '#conf/app.ts';
import { consoleService } from '#core/console/server/service.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer, type RunningServer } from '#core/net/server/open-server.ts';
import type { Address } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import type { Header } from '#lib/net/connection.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { type ConversationOptions, openTestApp } from '#test/kit/conversation.ts';
import type { Home } from '#test/kit/home.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const many = 10_000;

export interface ConsoleServerOptions extends Pick<ConversationOptions, 'commands' | 'clock'> {
  readonly idleTimeoutMs?: number;
  /** Default: many. */
  readonly remoteRegistrations?: number;
}

/** The real app behind a real port, in this process; `await using` closes it. */
export class ConsoleServer implements AsyncDisposable {
  readonly #server: RunningServer;
  readonly #close: () => Promise<void>;
  readonly #connections: FrameConnection[] = [];

  private constructor(server: RunningServer, close: () => Promise<void>) {
    this.#server = server;
    this.#close = close;
  }

  /** @param commands of the test, besides those of the app. */
  static async open(
    home: Home,
    { idleTimeoutMs = 600_000, remoteRegistrations = many, ...options }: ConsoleServerOptions = {},
  ): Promise<ConsoleServer> {
    const { app } = await openTestApp(home, {
      ...options,
      env: { [variable('USERS_REMOTE_REGISTRATIONS')]: String(remoteRegistrations) },
    });
    const stopping = new AbortController();
    const uptimeMs = () => performance.now();
    const server = await openServer({
      host: '127.0.0.1',
      port: 0,
      key: undefined,
      limiter: new ConnectionLimiter({
        connections: many,
        connectionsPerAddress: many,
        unproven: many,
        wrongProofs: many,
      }),
      accessLog: new AccessLog({ logger: app.logger, counters: new Counters(), uptimeMs }),
      services: [
        consoleService({
          app,
          stopping: stopping.signal,
          idleTimeoutMs,
          uptimeMs,
        }),
      ],
      proofTimeoutMs: patienceMs,
      idleTimeoutMs,
      logger: app.logger,
      uptimeMs,
    });
    return new ConsoleServer(server, async () => {
      stopping.abort();
      await server.stop(1_000);
      await app.close();
    });
  }

  get address(): Address {
    const [place] = this.#server.addresses;
    if (place === undefined) throw new Error('nothing is served');
    return place.address;
  }

  async connect(): Promise<FrameConnection> {
    const connection = await connect({ address: this.address, key: undefined, timeoutMs: patienceMs });
    this.#connections.push(connection);
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.lose('done');
    await this.#close();
  }
}

/** A request for one command of a user, from a client without a terminal. */
export const commandOf = (id: string, line: string): Header => ({
  cmd: 'console',
  id,
  args: line.split(' '),
  language: 'en',
  terminal: { kind: 'none', colours: false },
});

export const passwordOf = (password: string): Buffer => Buffer.from(JSON.stringify({ password }));

/** The answer: the whole output, and the last frame. */
export async function answerOn(connection: FrameConnection): Promise<{ shown: string; last: Header }> {
  let shown = '';
  for (;;) {
    const frame = await connection.receive();
    if (frame === undefined) throw new Error(`the connection ended after: ${shown}`);
    if (frame.header['status'] !== undefined) return { shown, last: frame.header };
    for await (const chunk of frame.body) shown += chunk.toString();
  }
}

/** Sends one command on a connection of its own, or another. */
export async function send(
  server: ConsoleServer,
  header: Header,
  body: Buffer = passwordOf('123'),
  connection?: FrameConnection,
): Promise<{ shown: string; last: Header }> {
  const to = connection ?? (await server.connect());
  await to.send(header, body);
  return answerOn(to);
}

/** A script at the menu, from its first line to its last. */
export async function script(
  connection: FrameConnection,
  { id, lines }: { readonly id: string; readonly lines: string },
): Promise<{ shown: string; last: Header }> {
  await connection.send({ cmd: 'console', id, language: 'en', terminal: { kind: 'lines', colours: false } });
  await connection.send({ cmd: 'input' }, Buffer.from(lines));
  await connection.send({ cmd: 'end' });
  const answer = await answerOn(connection);
  await connection.close();
  return answer;
}

/** A user whose keys come faster than the questions. */
export async function person(
  connection: FrameConnection,
  { id, keys }: { readonly id: string; readonly keys: string },
): Promise<{ shown: string; last: Header }> {
  const terminal = { kind: 'keys', columns: 80, rows: 24, colours: true };
  await connection.send({ cmd: 'console', id, language: 'en', terminal });
  await connection.send({ cmd: 'input' }, Buffer.from(keys));
  const answer = await answerOn(connection);
  await connection.close();
  return answer;
}

/** Reads the output up to a text. @returns the output. */
export async function untilShown(connection: FrameConnection, text: string): Promise<string> {
  let shown = '';
  while (!shown.includes(text)) {
    const frame = await connection.receive();
    if (frame === undefined) throw new Error(`the connection ended after: ${shown}`);
    for await (const chunk of frame.body) shown += chunk.toString();
  }
  return shown;
}
