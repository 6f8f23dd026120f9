import type { Verb } from '#core/client/verb.ts';
import { echo } from '#core/client/verbs/echo.ts';
import { exec } from '#core/client/verbs/exec.ts';
import { get } from '#core/client/verbs/get.ts';
import { ls } from '#core/client/verbs/ls.ts';
import { put } from '#core/client/verbs/put.ts';
import { rm } from '#core/client/verbs/rm.ts';
import { status } from '#core/client/verbs/status.ts';
import { time } from '#core/client/verbs/time.ts';

/** What connect.js does on this side, in the order of its help. Take a line out, and the verb is gone. */
export const verbs: readonly Verb[] = [put, get, ls, rm, exec, time, echo, status];
