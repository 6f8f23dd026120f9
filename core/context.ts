import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Prompt, Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Where } from './access.ts';
import type { Session, User } from './session.ts';

/** What a command has in its hands: one person (or script) at one terminal, with one session. */
export interface Context {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly session: Session;
  readonly clock: Clock;
  /** Where the terminal is. */
  readonly where: Where;
  readonly logger: Logger;
  /** A fresh id for something that must happen once. */
  newId(): string;

  /** The text in this terminal's language. */
  in(text: Text): string;
  /** Shows a line. */
  say(text: Text): void;
  /**
   * Asks, and closes the prompt when the session ends: says why, has the same user sign in again, and asks again.
   * @throws UserChanged when another user signed in; Back (Esc); ExitRequested (the program is to end).
   */
  ask(prompt: Prompt): Promise<string>;
  /**
   * The user of a live session. Without one, a user is signed in, or refused with an AppError.
   * @throws UserChanged when the session that ended was another user's.
   */
  signedIn(): Promise<User>;
}

/**
 * How a context signs a user in: prompts at a terminal, flags in one-shot mode.
 * @param previous the user whose session has just ended. @throws AppError when no user can be signed in.
 */
export type SignIn = (context: Context, previous: User | undefined) => Promise<User>;

/** Another user signed in where one had been at work: what the first had begun is dropped. */
export class UserChanged extends Error {
  override readonly name = 'UserChanged';
}
