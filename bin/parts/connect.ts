import { consoleVerb } from '#core/console/client/verb.ts';
import { echo } from '#core/echo/verb.ts';
import { exec } from '#core/exec/verb.ts';
import { fileVerbs } from '#core/files/verbs/verbs.ts';
import type { AnyVerb } from '#core/net/client/verb.ts';
import { status } from '#core/net/status/verb.ts';
import { time } from '#core/time/verb.ts';
import * as mine from './mine.ts';

/** The verbs of connect.js, in the order of its help. */
export const verbs: readonly AnyVerb[] = [...fileVerbs, exec, time, echo, status, consoleVerb, ...mine.verbs];
