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
  /** A name in the book. Undefined: messages go to the sender of the last received message. */
  readonly partner: string | undefined;
}

/** The result of a chat. */
export interface TalkResult {
  readonly address: Address;
  readonly partner: string | undefined;
  readonly sent: number;
  readonly received: number;
  /** The number of received messages that arrived too fast to be shown. */
  readonly hidden: number;
  /** The number of lines that were too long to be sent. A script continues with its next line. */
  readonly refused: number;
  /** The first `messagesKeptMax` messages that were shown. */
  readonly messages: readonly Message[];
}

const goodbye = 'q';
const messagesKeptMax = 1_000;
/** The time without an answer to the first message after which a notice is shown. Any program answers sooner. */
const silenceMs = 3_000;
/** After its last line, a script waits this long for each further answer. */
const answerMs = 1_000;
/** The limit of that wait for all answers. */
const answersMsMax = 5_000;

/** Runs one chat at one terminal. Typed lines are sent; received messages appear above the prompt. @throws AppError */
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
  #receiver = '';
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

  /** @returns the number of refused lines. */
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

  /** @returns the next line; undefined at `q`, Esc or the end of the input. */
  async #next(initial: string): Promise<string | undefined> {
    const onTooLong = () => {
      this.#refused++;
    };
    try {
      const line = await this.#context.ask({
        kind: 'text',
        message: this.#context.in(answersTo(this.#partner)),
        initial,
        // A character takes at least one byte.
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

  /** @returns whether the line was sent. An error is shown at an interactive terminal, and thrown for a script. */
  async #send(line: string): Promise<boolean> {
    try {
      await this.#exchange.send(line);
    } catch (error) {
      if (!(error instanceof AppError) || !this.#context.terminal.interactive) throw error;
      this.#context.say(error.text);
      return false;
    }
    if (messageBytes(line) > messageBytesCommon) this.#context.say(notices.long(messageBytes(line)));
    this.#showReceiver();
    this.#expectAnswer();
    return true;
  }

  /** Shows the receiver if it has changed: another message may have arrived while the user was typing. */
  #showReceiver(): void {
    const { partner } = this.#exchange;
    if (this.#partner !== undefined || partner === undefined) return;
    const address = formatAddress(partner);
    if (address !== this.#receiver) this.#context.say(notices.sentTo(address));
    this.#receiver = address;
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

/** The line of a message, worded as in the course. A known name replaces the address. */
function lineOf(context: Context, { from, name, text }: Message): string {
  const { bold, cyan } = style(context.terminal.colours);
  const sender = name ?? formatAddress(from);
  const begin = { zh: `来自[${sender}]的一条消息：`, en: `Message from [${sender}]: ` };
  return `${cyan(context.in(begin))}${bold(text)}`;
}
