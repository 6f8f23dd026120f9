import type { Context } from '#core/context.ts';
import { AppError } from '#core/errors.ts';
import { type Address, formatAddress } from '#lib/net/address.ts';
import { style } from '#lib/terminal/style.ts';
import { Back, ExitRequested } from '#lib/terminal/terminal.ts';
import type { Text } from '#lib/text/text.ts';
import type { AddressBook } from './address-book.ts';
import { Announcer } from './announcer.ts';
import { type Exchange, type Message, openExchange } from './exchange.ts';
import { messageBytes, messageBytesCommon, messageBytesMax } from './message.ts';
import { answersTo, complaintAbout, notices } from './notices.ts';

export interface TalkOptions {
  readonly book: AddressBook;
  readonly ownAddress: Address;
  /** A name of the book. Left out, answers go to the sender of the last message. */
  readonly partner: string | undefined;
}

/** What a chat was, when it is over. */
export interface TalkResult {
  readonly address: Address;
  readonly partner: string | undefined;
  readonly sent: number;
  readonly received: number;
  /** How many of those received came too fast to be shown. */
  readonly hidden: number;
  /** How many lines were not sent, being too long: a script goes on with the next one. */
  readonly refused: number;
  /** The first of those shown. */
  readonly messages: readonly Message[];
}

const goodbye = 'q';
const messagesKeptMax = 1_000;
/** Long enough for any program; people take as long as they like. */
const silenceMs = 3_000;
/** A script's last line may still be answered: this long is waited for the next message, and so long in all. */
const answerMs = 1_000;
const answersMsMax = 5_000;

/** One chat at one terminal: lines typed are sent, and what comes is shown above the line being typed. @throws AppError */
export async function talk(context: Context, options: TalkOptions): Promise<TalkResult> {
  const announcer = new Announcer(context);
  const messages: Message[] = [];
  const announce = (text: Text) => announcer.show(context.in(text));
  const exchange = await openExchange({
    ...options,
    uptimeMs: () => context.clock.uptimeMs(),
    onMessage(message) {
      if (messages.length < messagesKeptMax) messages.push(message);
      announcer.show(lineOf(context, message));
    },
    onFlood: () => announce(notices.flood),
  });
  try {
    context.say(notices.opened(exchange, options.partner));
    const refused = await new Talk(context, exchange, options.partner, announce).run();
    const { address, counts } = exchange;
    return { address, partner: options.partner, messages, refused, ...counts };
  } finally {
    announcer.close();
    await exchange.close();
  }
}

class Talk {
  readonly #context: Context;
  readonly #exchange: Exchange;
  readonly #partner: string | undefined;
  readonly #announce: (text: Text) => void;
  #answered = '';
  #refused = 0;
  #cancel = (): void => {};

  constructor(
    context: Context,
    exchange: Exchange,
    partner: string | undefined,
    announce: (text: Text) => void,
  ) {
    this.#context = context;
    this.#exchange = exchange;
    this.#partner = partner;
    this.#announce = announce;
  }

  /** @returns how many lines were refused. */
  async run(): Promise<number> {
    try {
      for (let typed = ''; ; ) {
        const line = await this.#next(typed);
        if (line === undefined) break;
        typed = line === '' || (await this.#send(line)) ? '' : line;
      }
    } finally {
      this.#cancel();
    }
    if (!this.#context.terminal.interactive) await this.#waitForAnswers();
    return this.#refused;
  }

  /** @returns the next line, or undefined when the person has had enough. */
  async #next(initial: string): Promise<string | undefined> {
    const onTooLong = () => {
      this.#refused++;
    };
    try {
      const line = await this.#context.ask({
        kind: 'text',
        message: this.#context.in(answersTo(this.#partner)),
        initial,
        // No character takes less than a byte.
        charsMax: messageBytesMax,
        onTooLong,
        check: (answer) => this.#complaint(answer.trim(), onTooLong),
        endIsBack: true,
      });
      return line.trim() === goodbye ? undefined : line.trim();
    } catch (error) {
      if (error instanceof Back || (error instanceof ExitRequested && error.reason === 'end'))
        return undefined;
      throw error;
    }
  }

  #complaint(line: string, onTooLong: () => void): string | undefined {
    if (line === '' || line === goodbye) return undefined;
    if (messageBytes(line) > messageBytesMax) onTooLong();
    const complaint = complaintAbout(line, this.#exchange.partner);
    return complaint && this.#context.in(complaint);
  }

  /** @returns whether it was sent; the reason why not is shown to a person, and thrown for a script. */
  async #send(line: string): Promise<boolean> {
    try {
      await this.#exchange.send(line);
    } catch (error) {
      if (!(error instanceof AppError) || !this.#context.terminal.interactive) throw error;
      this.#context.say(error.text);
      return false;
    }
    if (messageBytes(line) > messageBytesCommon) this.#context.say(notices.long(messageBytes(line)));
    this.#sayWhoIsAnswered();
    this.#expectAnswer();
    return true;
  }

  /** The sender of the last message may have changed while the answer was being typed. */
  #sayWhoIsAnswered(): void {
    const { partner } = this.#exchange;
    if (this.#partner !== undefined || partner === undefined) return;
    const address = formatAddress(partner);
    if (address !== this.#answered) this.#context.say(notices.sentTo(address));
    this.#answered = address;
  }

  #expectAnswer(): void {
    const { sent, received } = this.#exchange.counts;
    if (sent !== 1 || received > 0) return;
    this.#cancel = this.#context.clock.after(silenceMs, () => {
      if (this.#exchange.counts.received === 0) this.#announce(notices.silence);
    });
  }

  async #waitForAnswers(): Promise<void> {
    const { clock } = this.#context;
    const untilMs = clock.uptimeMs() + answersMsMax;
    let before: number;
    do {
      before = this.#exchange.counts.received;
      await new Promise<void>((resolve) => void clock.after(answerMs, resolve));
    } while (this.#exchange.counts.received > before && clock.uptimeMs() < untilMs);
  }
}

/** In the course's words; a name stands for the address where it is clear whose it is. */
function lineOf(context: Context, { from, name, text }: Message): string {
  const { bold, cyan } = style(context.terminal.colours);
  const sender = name ?? formatAddress(from);
  const begin = { zh: `来自[${sender}]的一条消息：`, en: `Message from [${sender}]: ` };
  return `${cyan(context.in(begin))}${bold(text)}`;
}
