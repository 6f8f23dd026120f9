import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Command } from './command.ts';
import type { SignIn } from './context.ts';
import type { Conversation, ConversationParticulars } from './conversation.ts';
import type { Users } from './users/users.ts';

/** The app, opened: one per process, for one local terminal or for many remote ones. */
export interface App {
  readonly title: Text;
  readonly version: string;
  /** In the order of the menu; commands without a place in the menu come after. */
  readonly commands: readonly Command[];
  readonly users: Users;
  readonly logger: Logger;
  readonly clock: Clock;
  /** One person at one terminal. */
  converse(
    terminal: Terminal,
    signIn: SignIn,
    language: Language,
    particulars?: ConversationParticulars,
  ): Conversation;
}
