import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Command } from './command.ts';
import type { SignIn } from './context.ts';
import type { Conversation, ConversationParticulars } from './conversation.ts';
import type { Users } from './users/users.ts';

/** The opened app. A process has one, which serves one local terminal or many remote ones. */
export interface App {
  readonly title: Text;
  readonly version: string;
  /** In ascending `position`, the order of the menu and of the help. */
  readonly commands: readonly Command[];
  readonly users: Users;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Makes a conversation with a session of its own, for one user at one terminal. */
  converse(
    terminal: Terminal,
    signIn: SignIn,
    language: Language,
    particulars?: ConversationParticulars,
  ): Conversation;
}
