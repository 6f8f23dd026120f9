import type { Counters } from '#core/server/counters.ts';
import type { Service, ServiceAddress } from '#core/server/service.ts';
import { chatService } from '#core/services/chat.ts';
import { execService } from '#core/services/commands.ts';
import { consoleService } from '#core/services/console.ts';
import { echoService } from '#core/services/echo.ts';
import { statusService } from '#core/services/status.ts';
import { timeService } from '#core/services/time.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Gate } from '#lib/net/gate.ts';
import type { App } from './app.ts';
import { consoleAppOf } from './console-app.ts';
import { openFilesService } from './files-service.ts';
import type { Startup } from './startup.ts';
import { versionOf } from './version.ts';

/** What services are made from. */
export interface ServicesOptions {
  readonly startup: Startup;
  readonly app: App;
  readonly clock: Clock;
  /** What services log of their requests goes with the access log. */
  readonly logger: Logger;
  readonly gate: Gate;
  readonly counters: Counters;
  /** Known once everything listens. */
  readonly addresses: () => readonly ServiceAddress[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

const mebibyte = 1024 * 1024;

/** Everything the server offers, in the order in which it says so. Take an entry out, and the service is gone. */
export async function servicesOf(options: ServicesOptions): Promise<readonly Service[]> {
  const { clock, logger } = options;
  const { settings, paths } = options.startup;
  const uptimeMs = () => clock.uptimeMs();
  const services: readonly (Service | false)[] = [
    consoleService({
      app: consoleAppOf(options.app, versionOf(paths)),
      stopping: options.stopping,
      idleTimeoutMs: settings.server.idleTimeoutSeconds * 1000,
      uptimeMs,
    }),
    statusService({ ...options, version: versionOf(paths), uptimeMs }),
    settings.files.enabled && (await openFilesService(options)),
    settings.exec.enabled &&
      execService({
        allow: settings.exec.allow,
        timeLimitMs: settings.exec.timeLimitSeconds * 1000,
        outputBytesMax: settings.exec.outputLimitMebibytes * mebibyte,
        env: process.env,
        logger,
        uptimeMs,
      }),
    settings.time.enabled && timeService({ port: settings.time.port, now: () => clock.nowMs(), logger }),
    settings.chat.enabled && chatService({ port: settings.chat.port, logger, uptimeMs }),
    settings.echo.enabled && echoService({ port: settings.echo.port }),
  ];
  return services.filter((service) => service !== false);
}
