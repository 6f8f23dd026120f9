import { auth } from '#core/auth.ts';
import { AddressBook } from '#core/chat/address-book.ts';
import { chatErrors } from '#core/chat/errors.ts';
import { type TalkResult, talk } from '#core/chat/talk.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { askAll } from '#core/dialogue.ts';
import { errors } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';

export interface ChatOptions extends Address {
  /** The address book. */
  readonly book: ReadonlyMap<string, Address>;
}

/** The value of the choice to wait for a message of any sender. */
const anyPartner = '';

const questionsAbout = (book: AddressBook) => ({
  with: question.choice<string | undefined>({
    label: { zh: '和谁聊天', en: 'Chat with' },
    initial: anyPartner,
    choices: ({ language }) => [
      { value: anyPartner, name: { zh: '等人来信', en: 'any sender' }[language] },
      ...book.names.map((name) => ({ value: name, name, hint: formatAddress(book.addressOf(name)) })),
    ],
    parse(raw) {
      if (raw === anyPartner) return undefined;
      const name = raw.normalize();
      book.addressOf(name);
      return name;
    },
  }),
});

type Questions = ReturnType<typeof questionsAbout>;

/** A chat over UDP. On the command line, a person or the lines of standard input write the messages. */
export class Chat extends Command<Questions, TalkResult> {
  readonly name = 'chat';
  readonly title = { zh: '聊天', en: 'Chat' };
  readonly summary = { zh: '和通讯录里的人聊天', en: 'chat with a contact of the address book' };
  override readonly position = 80;
  override readonly converses = true;
  readonly questions: Questions;
  readonly #book: AddressBook;
  readonly #ownAddress: Address;

  constructor({ host, port, book }: ChatOptions) {
    super();
    this.#book = new AddressBook(book);
    this.#ownAddress = { host, port };
    this.questions = questionsAbout(this.#book);
  }

  override async open(context: Context): Promise<void> {
    const answers = await askAll(context, this.questions, async () => true);
    if (answers !== undefined) this.present(context, await this.run(context, answers));
  }

  @auth
  override async run(context: Context, { with: partner }: Answers<Questions>): Promise<TalkResult> {
    // A script would wait without end for a first message.
    if (partner === undefined && !context.terminal.interactive)
      throw errors.missing_answers({ missing: ['--with'] });
    const { name: user } = context.session.requireLive();
    const logger = context.logger.child('chat');
    logger.info(`聊天 (chat) user=${user} with=${partner ?? '*'}`);
    const result = await talk(context, { book: this.#book, ownAddress: this.#ownAddress, partner });
    const { sent, received, hidden, refused } = result;
    logger.info(`聊天结束 (chat ended) user=${user} sent=${sent} received=${received} hidden=${hidden}`);
    // At an interactive terminal, the prompt has refused the line already, and the user has shortened it.
    if (refused > 0 && !context.terminal.interactive) throw chatErrors.messages_too_long({ refused, sent });
    return result;
  }

  override show(context: Context, { sent, received, hidden }: TalkResult): void {
    const some =
      hidden === 0 ? { zh: '', en: '' } : { zh: `，其中 ${hidden} 条没有显示`, en: `, ${hidden} not shown` };
    context.say({
      zh: `聊天结束：发出 ${sent} 条，收到 ${received} 条${some.zh}。`,
      en: `The chat is over: ${sent} sent, ${received} received${some.en}.`,
    });
  }

  override json({ address, partner, sent, received, hidden, messages }: TalkResult): Json {
    return {
      address: formatAddress(address),
      with: partner ?? null,
      sent,
      received,
      hidden,
      messages: messages.map(({ from, name, text }) => ({
        from: formatAddress(from),
        name: name ?? null,
        text,
      })),
    };
  }
}
