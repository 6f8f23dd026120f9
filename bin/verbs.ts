import { echo } from '#core/client/echo.ts';
import { exec } from '#core/client/exec.ts';
import { get } from '#core/client/get.ts';
import { ls } from '#core/client/ls.ts';
import { put } from '#core/client/put.ts';
import { rm } from '#core/client/rm.ts';
import { status } from '#core/client/status.ts';
import { time } from '#core/client/time.ts';
import type { Verb } from '#core/client/verb.ts';

/** What connect.js does on this side, in the order of its help. Take a line out, and the verb is gone. */
export const verbs: readonly Verb[] = [put, get, ls, rm, exec, time, echo, status];
