import { bank } from '#conf/settings/bank.ts';
import { chat } from '#conf/settings/chat.ts';
import { echo } from '#conf/settings/echo.ts';
import { exec } from '#conf/settings/exec.ts';
import { files } from '#conf/settings/files.ts';
import { netVariables, server } from '#conf/settings/net.ts';
import { skeleton } from '#conf/settings/skeleton.ts';
import { time } from '#conf/settings/time.ts';
import type { SettingsFrom } from '#conf/settings.ts';
import * as mine from './mine.ts';

/** The sections that every program of the app reads, in the order of settings.ini. */
export const appSections = { ...skeleton, bank, chat, ...mine.sections };

/** The sections that only the server reads. */
const serverSections = { server, files, exec, time, echo };

export const sections = { ...appSections, ...serverSections };

/** Environment variables that a part reads although they are not settings. */
export const variables: readonly string[] = [...netVariables];

export type Settings = SettingsFrom<typeof sections>;
