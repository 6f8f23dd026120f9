import { PassThrough } from 'node:stream';
import type { Where } from '#core/access.ts';
import type { SignIn } from '#core/context.ts';
import { Conversation } from '#core/conversation.ts';
import { Session, type User } from '#core/session.ts';
import { terminalWords } from '#core/terminal-words.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import type { Language } from '#lib/text/text.ts';
import { TestClock } from './clock.ts';
import { readText } from './read-text.ts';

export const sessionMs = 1000_000;
export const userCalled = (name: string): User => ({ name, timeoutMs: sessionMs });

export interface ContextOptions {
  readonly clock?: TestClock;
  /** The names for the sign-ins, in their order. */
  readonly users?: readonly string[];
  /** The answers to all prompts; the input ends after them. */
  readonly lines?: readonly string[];
  readonly language?: Language;
  /** By default local. */
  readonly where?: Where;
}

/** A context at a terminal with lines for answers, where signing in needs no password. */
export function openContext({
  clock = new TestClock(),
  users = [],
  lines = [],
  language = 'en',
  where,
}: ContextOptions) {
  const output = new PassThrough({ encoding: 'utf8' });
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(''));
  const queue = [...users];
  const signIns: (string | undefined)[] = [];
  const signIn: SignIn = async (_, previous) => {
    signIns.push(previous?.name);
    const name = queue.shift();
    if (name === undefined) throw new Error('no user is left to sign in');
    return userCalled(name);
  };
  const context = new Conversation({
    terminal: openLineTerminal({ input, output, words: terminalWords(language) }),
    language,
    clock,
    signIn,
    session: new Session(clock, 0),
    logger: silent,
    newId: ids(),
    where,
  });
  return {
    context,
    clock,
    /** The previous user of each sign-in. */
    signIns,
    shown: (): string => readText(output),
  };
}

function ids(): () => string {
  let count = 0;
  return () => `id-${++count}`;
}

const ignore = (): void => {};
const silent: Logger = {
  debug: ignore,
  info: ignore,
  warning: ignore,
  error: ignore,
  critical: ignore,
  at: () => silent,
  child: () => silent,
};
