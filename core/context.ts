import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Prompt, Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Where } from './access.ts';
import type { Session, User } from './session.ts';

/** What a command works with: one terminal of a person or a script, and its session. */
export interface Context {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly session: Session;
  readonly clock: Clock;
  readonly where: Where;
  readonly logger: Logger;
  /** The address of a remote terminal; undefined for the terminal of this process. */
  readonly address?: string | undefined;
  /** @returns a new idempotency id, for a change that must happen once. */
  newId(): string;

  /** The text in this terminal's language. */
  in(text: Text): string;
  /** Prints the text in this terminal's language, followed by a line break. */
  say(text: Text): void;
  /**
   * Asks one prompt. If the session ends meanwhile, it closes the prompt, prints the reason, lets the user sign in
   * again, and asks again.
   * @throws UserChanged when another user signs in; Back on Esc; ExitRequested when the program must end.
   */
  ask(prompt: Prompt): Promise<string>;
  /**
   * @returns the user of the live session. Without a live session, the user signs in first.
   * @throws UserChanged when another user had the session that ended; AppError when the sign-in is refused.
   */
  signedIn(): Promise<User>;
}

/** The context for `show`: it prints to standard output, with the colours and the width of standard output. */
export function forResults(context: Context): Context {
  const { results } = context.terminal;
  if (results === context.terminal) return context;
  const { language, session, clock, where, logger, address } = context;
  return {
    terminal: results,
    language,
    session,
    clock,
    where,
    logger,
    address,
    newId: () => context.newId(),
    in: (text) => context.in(text),
    say: (text) => results.print(context.in(text)),
    ask: (prompt) => context.ask(prompt),
    signedIn: () => context.signedIn(),
  };
}

/**
 * Signs in a user: by prompts at a terminal, by flags in one-shot mode.
 * @param previous the user whose session has just ended.
 * @throws AppError when the sign-in is refused.
 */
export type SignIn = (context: Context, previous: User | undefined) => Promise<User>;

/** Another user signed in after the session ended. The command that the previous user started is dropped. */
export class UserChanged extends Error {
  override readonly name = 'UserChanged';
}
