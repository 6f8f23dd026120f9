import { lookup } from 'node:dns/promises';
import { defineErrors } from '#core/errors.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { AccessLog } from '#core/server/access-log.ts';
import { Counters } from '#core/server/counters.ts';
import { listenErrors, openServer, type RunningServer } from '#core/server/open-server.ts';
import { signInHandler } from '#core/server/sign-in.ts';
import { type Clock, clockOf } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { formatAddress, isLoopback } from '#lib/net/address.ts';
import { Gate } from '#lib/net/gate.ts';
import { readSecretKey } from '#lib/secret-key.ts';
import type { ExitReason } from '#lib/terminal/terminal.ts';
import { clean } from '#lib/text/clean.ts';
import { type App, openApp } from './app.ts';
import { openLogFile } from './log-file.ts';
import { ServerExit } from './server-departure.ts';
import { servicesOf } from './services.ts';
import type { Startup } from './startup.ts';

/** Why a server does not start. */
const serveErrors = defineErrors({
  server_needs_key: {
    exitCode: 2,
    text: ({ path }: { path: string }) => ({
      zh: `没有密钥：请设置 APP_SECRET_KEY，或用 node bin/serve.js --new-key 新建 ${path}；只在本机试用可以加 --no-auth。`,
      en: `There is no key. Set APP_SECRET_KEY, or make ${path} with node bin/serve.js --new-key; --no-auth does without one on this machine.`,
    }),
  },
  no_auth_off_loopback: {
    exitCode: 2,
    text: ({ host }: { host: string }) => ({
      zh: `在 ${host} 上别的机器也能连进来，不能用 --no-auth：请去掉它，或改用 --host 127.0.0.1。`,
      en: `Other machines can reach ${host}: --no-auth is for 127.0.0.1 only. Leave it out, or use --host 127.0.0.1.`,
    }),
  },
  plain_passwords: {
    exitCode: 2,
    text: ({ host, count }: { host: string; count: number }) => ({
      zh: `在 ${host} 上别的机器也能连进来，而 config.ini 中还有 ${count} 个明文密码：请先运行 node bin/start.js protect。`,
      en: `Other machines can reach ${host}, and config.ini still holds ${count} plain password(s). Run node bin/start.js protect first.`,
    }),
  },
});

/** Serves until a signal comes, and ends the process. @throws AppError when it cannot start. */
export async function runServer(startup: Startup): Promise<void> {
  const { settings, paths } = startup;
  const { host, port } = settings.server;
  const processExit = new ServerExit(settings.language);
  const key = keyOf(startup);
  const ip = await resolve(host, port);
  if (key === undefined && !isLoopback(ip)) throw serveErrors.no_auth_off_loopback({ host });
  const clock = clockOf(Date.now, () => performance.now());
  const app = await openApp({ settings, paths, clock, warn });
  processExit.reportTo(app.logger);
  try {
    await app.users.refresh();
    const count = isLoopback(ip) ? 0 : app.users.countPlainPasswords();
    if (count > 0) throw serveErrors.plain_passwords({ host, count });
    process.exitCode = exitCodeOf(await serve({ startup, app, clock, ip, key }, processExit));
  } finally {
    await app.close();
  }
  process.exit();
}

interface ServeOptions {
  readonly startup: Startup;
  readonly app: App;
  readonly clock: Clock;
  /** The host, resolved. */
  readonly ip: string;
  readonly key: Buffer | undefined;
}

async function serve(options: ServeOptions, processExit: ServerExit): Promise<ExitReason> {
  // Whoever sends a million requests must not push everything else out of the log.
  const access = await openLogFile({ ...options.startup, clock: options.clock, warn, baseName: 'access' });
  try {
    return await serveFrom(options, access.logger('access'), processExit);
  } finally {
    await access.close();
  }
}

async function serveFrom(
  { startup, app, clock, ip, key }: ServeOptions,
  access: Logger,
  processExit: ServerExit,
): Promise<ExitReason> {
  const { server: limits, session } = startup.settings;
  const logger = app.logger.child('server');
  const gate = new Gate(limits);
  const counters = new Counters();
  const uptimeMs = () => clock.uptimeMs();
  const addresses = () => server.addresses;
  const stopping = new AbortController();
  const server: RunningServer = await openServer({
    host: ip,
    port: limits.port,
    key,
    gate,
    accessLog: new AccessLog({ logger: access, counters, uptimeMs }),
    services: await servicesOf({
      startup,
      app,
      clock,
      logger: access.child('services'),
      gate,
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
  for (const { name, protocol, address } of server.addresses) {
    const line = `${name} ${protocol} ${formatAddress(address)}`;
    process.stdout.write(`${line}\n`);
    logger.info(`提供服务 (serving) ${line}`);
  }
  processExit.serving();
  const reason = await processExit.asked;
  logger.info(`正在停止 (stopping) ${reason} connections=${gate.connections}`);
  stopping.abort();
  await server.stop(limits.stopTimeoutSeconds * 1000);
  logger.info('已停止 (stopped)');
  return reason;
}

/** @returns undefined with --no-auth. @throws AppError, ConfigurationError. */
function keyOf({ preview, paths }: Startup): Buffer | undefined {
  if (preview.flags.has('no-auth')) return undefined;
  const found = readSecretKey({ env: process.env['APP_SECRET_KEY'], path: paths.secretKeyFile });
  if (found.status === 'ok') return found.key;
  throw serveErrors.server_needs_key({ path: paths.secretKeyFile });
}

/** @returns the number behind a name. Every port is opened at the same one. */
async function resolve(host: string, port: number): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? '';
    throw listenErrors.cannot_listen({ address: formatAddress({ host, port }), reason });
  }
}

/** Log lines for the screen. */
const warn = (line: string): void => {
  process.stderr.write(`${clean(line)}\n`);
};
