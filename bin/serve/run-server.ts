import { lookup } from 'node:dns/promises';
import { verbs } from '#bin/parts/connect.ts';
import { services } from '#bin/parts/serve.ts';
import type { Settings } from '#bin/parts/settings.ts';
import { openApp } from '#bin/shared/app.ts';
import { openLogFile } from '#bin/shared/log-file.ts';
import type { Startup } from '#bin/shared/startup.ts';
import type { App } from '#core/app.ts';
import { requireDistinctNames } from '#core/cli/distinct-names.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { namedVerbs } from '#core/net/client/command-line.ts';
import { keyVariable } from '#core/net/key-variable.ts';
import { AccessLog } from '#core/net/server/access-log.ts';
import { Counters } from '#core/net/server/counters.ts';
import { refusedExposure } from '#core/net/server/exposure.ts';
import { listenErrors, openServer, type RunningServer } from '#core/net/server/open-server.ts';
import type { Service, ServiceOptions } from '#core/net/server/service.ts';
import { signInHandler } from '#core/net/server/sign-in.ts';
import { clockOf } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { formatAddress, isLoopback } from '#lib/net/address.ts';
import { ConnectionLimiter } from '#lib/net/connection-limiter.ts';
import { readSecretKey } from '#lib/net/secret-key.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import { clean } from '#lib/text/clean.ts';
import { ServerExit } from './server-exit.ts';

const runsAsRoot =
  '服务器正以 root 身份运行，能读写这台机器上的一切，请用普通用户运行 (the server runs as root and can reach everything on this machine; run it as an ordinary user)';

/** The server reads all of a database up to this size before it serves: that takes 10 s at most. */
const databaseBytesMax = 1024 * 1024 * 1024;

/**
 * Serves until a signal arrives, and ends the process.
 * @param options `movesPorts`: services with their own port get the ports after the server's.
 * @throws AppError when the server cannot start.
 */
export async function runServer(startup: Startup, options: { movesPorts: boolean }): Promise<void> {
  const { settings, paths } = startup;
  const { host, port } = settings.server;
  const serverExit = new ServerExit(settings.language);
  const key = keyOf(startup);
  const ip = await resolve(host, port);
  const refuse = (plainPasswords: number): void => {
    const keyFile = paths.conf('secret.key');
    const refusal = refusedExposure({ host, isLoopback: isLoopback(ip), key, keyFile, plainPasswords });
    if (refusal !== undefined) throw refusal;
  };
  refuse(0);
  const clock = clockOf(Date.now, () => performance.now());
  const app = openApp({ settings, paths, clock, warn });
  serverExit.reportTo(app.logger);
  app.announce();
  await app.pendingLog();
  requireDistinctNames([...app.commands, ...namedVerbs(verbs)]);
  try {
    app.check({ databaseBytesMax });
    await app.users.refresh();
    refuse(app.users.countPlainPasswords());
    if (process.geteuid?.() === 0) warnOfRoot(app.logger, isLoopback(ip));
    process.exitCode = exitCodeOf(await serve({ startup, app, ip, key, ...options }, serverExit));
  } finally {
    await app.close();
  }
  process.exit();
}

/** On the screen only where strangers can connect: a server for this machine alone is for trying out. */
function warnOfRoot(logger: Logger, isForThisMachine: boolean): void {
  if (isForThisMachine) logger.info(runsAsRoot);
  else logger.warning(runsAsRoot);
}

interface ServeOptions {
  readonly startup: Startup;
  readonly app: App;
  /** The address of `host`. */
  readonly ip: string;
  readonly key: KeyOption;
  readonly movesPorts: boolean;
}

async function serve(options: ServeOptions, serverExit: ServerExit): Promise<ExitReason> {
  // A separate file: the log rotates by size, and many requests would rotate the other lines out of it.
  const access = await openLogFile({
    ...options.startup,
    clock: options.app.clock,
    warn,
    baseName: 'access',
  });
  try {
    return await serveFrom(options, access.logger('access'), serverExit);
  } finally {
    await access.close();
  }
}

async function serveFrom(
  { startup, app, ip, key, movesPorts }: ServeOptions,
  access: Logger,
  serverExit: ServerExit,
): Promise<ExitReason> {
  const { settings, paths } = startup;
  const { server: limits, session } = settings;
  const { clock } = app;
  const logger = app.logger.child('server');
  const limiter = new ConnectionLimiter(limits);
  const counters = new Counters();
  const uptimeMs = () => clock.uptimeMs();
  const addresses = () => server.addresses;
  const stopping = new AbortController();
  const server: RunningServer = await openServer({
    host: ip,
    port: limits.port,
    consecutivePorts: movesPorts,
    key: key instanceof Buffer ? key : undefined,
    limiter,
    accessLog: new AccessLog({ logger: access, counters, uptimeMs }),
    services: await openServices({
      settings,
      paths,
      app,
      logger: access.child('services'),
      limiter,
      counters,
      addresses,
      stopping: stopping.signal,
    }),
    handlers: {
      'sign-in': signInHandler({
        users: app.users,
        clock,
        idleTimeoutMs: session.idleTimeoutSeconds * 1000,
        logger,
      }),
    },
    proofTimeoutMs: limits.proofTimeoutSeconds * 1000,
    idleTimeoutMs: limits.idleTimeoutSeconds * 1000,
    logger,
    uptimeMs,
  });
  const lines = server.addresses.map(
    ({ name, protocol, address }) => `${name} ${protocol} ${formatAddress(address)}`,
  );
  // One write, so that the reader of a pipe gets all lines at once.
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  for (const line of lines) logger.info(`提供服务 (serving) ${line}`);
  serverExit.serving();
  const reason = await serverExit.asked;
  logger.info(`正在停止 (stopping) ${reason} connections=${limiter.connections}`);
  stopping.abort();
  await server.stop(limits.stopTimeoutSeconds * 1000);
  logger.info('已停止 (stopped)');
  return reason;
}

/** The key; `missing`: there is no key file; `none`: --no-auth was given. */
type KeyOption = Buffer | 'missing' | 'none';

/** @throws ConfigurationError for a key that is too short or that other users can read. */
function keyOf({ preview, paths }: Startup): KeyOption {
  if (preview.flags.has('no-auth')) return 'none';
  const found = readSecretKey({ env: process.env, variable: keyVariable, path: paths.conf('secret.key') });
  return found.status === 'ok' ? found.key : 'missing';
}

async function openServices(options: ServiceOptions<Settings>): Promise<readonly Service[]> {
  const opened: Service[] = [];
  for (const open of services) {
    const service = await open(options);
    if (service !== undefined) opened.push(service);
  }
  return opened;
}

/** Resolves the host once, so that all services listen on the same IP address. */
async function resolve(host: string, port: number): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw listenErrors.cannot_listen({ address: formatAddress({ host, port }), reason });
  }
}

/** Prints a log line on the screen. */
const warn = (line: string): void => {
  process.stderr.write(`${clean(line)}\n`);
};
