import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Prompt, Terminal } from '#lib/terminal/terminal.ts';
import type { Language, Text } from '#lib/text/text.ts';
import type { Where } from './access.ts';
import { type Context, type SignIn, UserChanged } from './context.ts';
import { type EndReason, type Session, SessionEnded, type User } from './session.ts';

export interface ConversationOptions {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly session: Session;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Default: local. */
  readonly where?: Where | undefined;
  readonly address?: string | undefined;
}

/** Options of one conversation, in a process that may have many. */
export interface ConversationParticulars {
  /** A segment of the logger's name, such as `c7` in `core.c7.whoami`. */
  readonly logName?: string;
  /** Makes idempotency ids. Default: random UUIDs. */
  readonly newId?: () => string;
  /** Default: local. */
  readonly where?: Where;
  /** The address of a remote terminal. */
  readonly address?: string;
}

/** The implementation of Context. It closes an open prompt when the session ends. */
export class Conversation implements Context {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly session: Session;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  readonly where: Where;
  readonly address: string | undefined;
  readonly #signIn: SignIn;

  constructor(options: ConversationOptions) {
    const { terminal, language, session, signIn, clock, logger, newId, where = 'local' } = options;
    this.terminal = terminal;
    this.language = language;
    this.session = session;
    this.clock = clock;
    this.logger = logger;
    this.newId = newId;
    this.where = where;
    this.address = options.address;
    this.#signIn = signIn;
    terminal.onActivity(() => session.touch());
  }

  in(text: Text): string {
    return text[this.language];
  }

  say(text: Text): void {
    this.terminal.print(this.in(text));
  }

  async ask(prompt: Prompt): Promise<string> {
    let open = prompt;
    for (;;) {
      const end = this.session.untilEnd();
      try {
        const answer = await this.terminal.ask(open, end.signal);
        // The session may have ended at the same moment as the last key. The user then signs in again first.
        if (this.session.user !== undefined) await this.signedIn();
        return answer;
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
        open = withDraft(prompt, this.terminal.draft);
      } finally {
        end.dispose();
      }
      await this.signedIn();
    }
  }

  async signedIn(): Promise<User> {
    if (this.session.isLive()) return this.session.requireLive();
    const previous = this.session.user;
    if (previous !== undefined) this.#sayWhyItEnded();
    const user = await this.#signIn(this, previous);
    this.session.start(user);
    if (previous !== undefined && previous.name !== user.name) throw new UserChanged();
    return user;
  }

  #sayWhyItEnded(): void {
    const logger = this.logger.child('session');
    logger.info(`会话结束 (session ended) user=${this.session.user?.name}`);
    this.say(whyEnded[this.session.endReason()]);
  }
}

const whyEnded: Readonly<Record<EndReason, Text>> = {
  idle: {
    zh: '长时间没有操作，会话已结束。请重新登录，然后继续。',
    en: 'The session ended: nothing was done for a while. Sign in again to go on.',
  },
  timeout: {
    zh: '会话已到期。请重新登录，然后继续。',
    en: 'The session has reached its time limit. Sign in again to go on.',
  },
  revoked: {
    zh: '密码已在别处更改，或用户已被删除，会话到此结束。请重新登录，然后继续。',
    en: 'The session ended: the password was changed elsewhere, or the user was removed. Sign in again to go on.',
  },
};

/** The same prompt, with the text that the user had typed when it was closed. */
const withDraft = (prompt: Prompt, draft: string): Prompt =>
  prompt.kind === 'text' && draft !== '' ? { ...prompt, initial: draft } : prompt;
