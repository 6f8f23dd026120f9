import { openChatService } from '#core/chat/service.ts';
import { openConsoleService } from '#core/console/server/service.ts';
import { openEchoService } from '#core/echo/service.ts';
import { openExecService } from '#core/exec/service.ts';
import { openFilesService } from '#core/files/service.ts';
import type { OpenService } from '#core/net/server/service.ts';
import { openStatusService } from '#core/net/status/service.ts';
import { openTimeService } from '#core/time/service.ts';
import * as mine from './mine.ts';
import type { Settings } from './settings.ts';

/** The services of the server, in the order in which it prints them. */
export const services: readonly OpenService<Settings>[] = [
  openConsoleService,
  openStatusService,
  openFilesService,
  openExecService,
  openTimeService,
  openChatService,
  openEchoService,
  ...mine.services,
];
