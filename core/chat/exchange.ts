import assert from 'node:assert';
import { type Address, formatAddress } from '#lib/net/address.ts';
import type { Datagrams } from '#lib/net/datagrams.ts';
import { TokenBucket } from '#lib/net/rate-limit.ts';
import type { AddressBook } from './address-book.ts';
import { chatErrors } from './errors.ts';
import { messageBytes, messageBytesMax, shownText } from './message.ts';
import { listenNear, mustReach, receivesAt, resolveAddress } from './reachable-address.ts';

/** A received message, cleaned and shortened for the screen. */
export interface Message {
  readonly from: Address;
  /** The sender's name in the address book; undefined if no name or more than one has the address. */
  readonly name: string | undefined;
  readonly text: string;
}

export interface ExchangeOptions {
  readonly book: AddressBook;
  /** The address for receiving. If its port is in use, the system chooses a free one. */
  readonly ownAddress: Address;
  /** A name in the book. Undefined: messages go to the sender of the last received message. */
  readonly partner: string | undefined;
  readonly onMessage: (message: Message) => void;
  /** Called once when messages arrive too fast. From then on, some are not shown. */
  readonly onFlood: () => void;
  readonly uptimeMs: () => number;
}

/** @throws AppError `unknown_contact`, `unknown_chat_host`, `cannot_receive`, `out_of_reach` */
export async function openExchange(options: ExchangeOptions): Promise<Exchange> {
  const { book, partner } = options;
  const given = partner === undefined ? undefined : book.addressOf(partner);
  const ownAddress = await resolveAddress(options.ownAddress);
  const address = given === undefined ? undefined : await resolveAddress(given, ownAddress);
  if (address !== undefined) mustReach(ownAddress, address);
  const exchange = new Exchange(options, address);
  // The partner's address may equal the own one, as in the course's address book. The partner then keeps the port.
  const isPartners = address !== undefined && receivesAt(ownAddress, address);
  await exchange.listen(isPartners ? { ...ownAddress, port: 0 } : ownAddress);
  return exchange;
}

/** More messages than a person writes or pastes. With 10,000 messages a second, the screen stays readable. */
const flow = { burst: 100, perSecond: 10 };

/**
 * One side of a chat. A message is a datagram of plain UTF-8. UDP does not authenticate the sender: any machine that can
 * reach this port can forge the address that is shown.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  /** Other senders have their own limit, so that a flood from them does not suppress the partner's messages. */
  readonly #limits = { partner: new TokenBucket(flow), strangers: new TokenBucket(flow) };
  #partner: Address | undefined;
  #datagrams: Datagrams | undefined;
  #sent = 0;
  #received = 0;
  #hidden = 0;

  /** @param partner the resolved address of the partner. */
  constructor(options: ExchangeOptions, partner: Address | undefined) {
    this.#options = options;
    this.#partner = partner;
  }

  /** @throws AppError `cannot_receive` */
  async listen(ownAddress: Address): Promise<void> {
    this.#datagrams = await listenNear(ownAddress, (data, from) => this.#receive(data, from));
  }

  /** The own address, with the port that the system has bound. */
  get address(): Address {
    return this.#open.address;
  }

  /** The receiver of the next message; undefined until a message has arrived. */
  get partner(): Address | undefined {
    return this.#partner;
  }

  /** Numbers of messages. `hidden` counts the received messages that arrived too fast to be shown. */
  get counts(): { readonly sent: number; readonly received: number; readonly hidden: number } {
    return { sent: this.#sent, received: this.#received, hidden: this.#hidden };
  }

  /** Sends to `partner`, which must be known. UDP confirms nothing. @throws AppError `message_too_long`, `not_sent` */
  async send(text: string): Promise<void> {
    const [to, bytes] = [this.#partner, messageBytes(text)];
    assert(to !== undefined, 'there is a partner to send to');
    if (bytes > messageBytesMax) throw chatErrors.message_too_long({ bytes });
    try {
      await this.#open.send(Buffer.from(text), to);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw chatErrors.not_sent({ address: formatAddress(to), reason: code ?? message });
    }
    this.#sent++;
  }

  async close(): Promise<void> {
    await this.#datagrams?.close();
  }

  get #open(): Datagrams {
    assert(this.#datagrams !== undefined, 'the exchange is open');
    return this.#datagrams;
  }

  #receive(data: Buffer, from: Address): void {
    const { partner: name, book, uptimeMs, onMessage, onFlood } = this.#options;
    const isPartner = this.#partner !== undefined && formatAddress(from) === formatAddress(this.#partner);
    this.#received++;
    const verdict = this.#limits[isPartner ? 'partner' : 'strangers'].take(uptimeMs());
    if (verdict === 'limited') onFlood();
    if (verdict !== 'pass') {
      this.#hidden++;
      return;
    }
    const text = shownText(data);
    if (text === '') return;
    // The next message goes to this sender only if its message is shown.
    if (name === undefined) this.#partner = from;
    onMessage({ from, name: isPartner && name !== undefined ? name : book.nameAt(from), text });
  }
}
