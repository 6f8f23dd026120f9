import { consoleService } from '#core/console/server/service.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { openServer, type RunningServer } from '#core/net/server/open-server.ts';
import type { Address } from '#lib/net/address.ts';
import { connect } from '#lib/net/connect.ts';
import type { Header } from '#lib/net/connection.ts';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { Gate } from '#lib/net/gate.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import type { Home } from '#test/kit/home.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const many = 10_000;

/** The real app behind a real port, in this process; `await using` closes it. */
export class ConsoleServer implements AsyncDisposable {
  readonly #server: RunningServer;
  readonly #close: () => Promise<void>;
  readonly #connections: FrameConnection[] = [];

  private constructor(server: RunningServer, close: () => Promise<void>) {
    this.#server = server;
    this.#close = close;
  }

  static async open(home: Home, { idleTimeoutMs = 600_000 } = {}): Promise<ConsoleServer> {
    const { app } = await openTestApp(home);
    const stopping = new AbortController();
    const uptimeMs = () => performance.now();
    const server = await openServer({
      host: '127.0.0.1',
      port: 0,
      key: undefined,
      gate: new Gate({ connections: many, connectionsPerAddress: many, unproven: many, wrongProofs: many }),
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

/** A request for one command of a user, without anybody to ask. */
export const commandOf = (id: string, line: string): Header => ({
  cmd: 'console',
  id,
  args: line.split(' '),
  language: 'en',
  terminal: { kind: 'none', colours: false },
});

export const passwordOf = (password: string): Buffer => Buffer.from(JSON.stringify({ password }));

/** What comes back: all that is shown, and the last frame. */
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
