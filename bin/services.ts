import type { Counters } from '#core/server/counters.ts';
import type { Service, ServicePlace } from '#core/server/service.ts';
import { chatService } from '#core/services/chat.ts';
import { commandsService } from '#core/services/commands.ts';
import { consoleService } from '#core/services/console.ts';
import { echoService } from '#core/services/echo.ts';
import { filesService } from '#core/services/files.ts';
import { statusService } from '#core/services/status.ts';
import { timeService } from '#core/services/time.ts';
import type { Clock } from '#lib/clock.ts';
import type { FileStore } from '#lib/files/file-store.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Gate } from '#lib/net/gate.ts';
import type { App } from './app.ts';
import { consoleAppOf } from './console-app.ts';
import type { Startup } from './startup.ts';
import { versionOf } from './version.ts';

/** What services are made from. */
export interface ServicesParts {
  readonly startup: Startup;
  readonly app: App;
  readonly clock: Clock;
  /** What services log of their requests goes with the access log. */
  readonly logger: Logger;
  readonly gate: Gate;
  readonly counters: Counters;
  /** Left out where no files are served. */
  readonly store: FileStore | undefined;
  /** Known once everything listens. */
  readonly places: () => readonly ServicePlace[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

const mebibyte = 1024 * 1024;

/** Everything the server offers, in the order in which it says so. Take a line out, and the service is gone. */
export function servicesOf({
  startup,
  app,
  clock,
  logger,
  gate,
  counters,
  store,
  places,
  stopping,
}: ServicesParts): readonly Service[] {
  const { settings } = startup;
  const { server, files, commands, time, chat, echo } = settings;
  const version = versionOf(startup.places);
  const uptimeMs = () => clock.uptimeMs();
  return [
    consoleService({
      app: consoleAppOf(app, version),
      stopping,
      idleTimeoutMs: server.idleTimeoutSeconds * 1000,
      uptimeMs,
    }),
    statusService({ version, gate, counters, places, uptimeMs }),
    ...(store !== undefined ? [filesService({ store, isShared: files.shared, logger })] : []),
    ...(commands.enabled
      ? [
          commandsService({
            allow: commands.allow,
            timeLimitMs: commands.timeLimitSeconds * 1000,
            outputBytesMax: commands.outputLimitMebibytes * mebibyte,
            env: process.env,
            logger,
            uptimeMs,
          }),
        ]
      : []),
    ...(time.enabled ? [timeService({ port: time.port, now: () => clock.nowMs(), logger })] : []),
    ...(chat.enabled ? [chatService({ port: chat.port, logger, uptimeMs })] : []),
    ...(echo.enabled ? [echoService({ port: echo.port })] : []),
  ];
}
