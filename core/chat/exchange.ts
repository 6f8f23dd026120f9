import assert from 'node:assert';
import { type Address, formatAddress } from '#lib/net/address.ts';
import type { Datagrams } from '#lib/net/datagrams.ts';
import { TokenBucket } from '#lib/net/rate-limit.ts';
import type { AddressBook } from './address-book.ts';
import { chatErrors } from './errors.ts';
import { messageBytes, messageBytesMax, shownText } from './message.ts';
import { listenNear, mustReach, receivesAt, resolveAddress } from './reachable-address.ts';

/** Something that came, clean and short enough for a screen. */
export interface Message {
  readonly from: Address;
  /** The sender's name in the address book, if it is clear. */
  readonly name: string | undefined;
  readonly text: string;
}

export interface ExchangeOptions {
  readonly book: AddressBook;
  /** Where messages are received; on any free port when that one is taken. */
  readonly ownAddress: Address;
  /** A name of the book. Left out, answers go to the sender of the last message. */
  readonly partner: string | undefined;
  readonly onMessage: (message: Message) => void;
  /** Messages come too fast, and some are left out from here on. Called once per flood. */
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
  // A book may name this very address, as the course's does: it belongs to the partner.
  const isPartners = address !== undefined && receivesAt(ownAddress, address);
  await exchange.listen(isPartners ? { ...ownAddress, port: 0 } : ownAddress);
  return exchange;
}

/** More than a person says or pastes; a flood of 10,000 a second leaves the screen readable. */
const flow = { burst: 100, perSecond: 10 };

/**
 * This side of a chat: messages as plain UTF-8, a datagram each. UDP proves nothing: any machine that can reach this port
 * can write in any name and from any address. What is shown is the address a message says it comes from.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  /** Strangers have a limit of their own: their flood must not drown the partner. */
  readonly #limits = { partner: new TokenBucket(flow), strangers: new TokenBucket(flow) };
  #partner: Address | undefined;
  #datagrams: Datagrams | undefined;
  #sent = 0;
  #received = 0;
  #hidden = 0;

  /** @param partner where the partner is, by number. */
  constructor(options: ExchangeOptions, partner: Address | undefined) {
    this.#options = options;
    this.#partner = partner;
  }

  /** @throws AppError `cannot_receive` */
  async listen(ownAddress: Address): Promise<void> {
    this.#datagrams = await listenNear(ownAddress, (data, from) => this.#receive(data, from));
  }

  /** Where others can write to. */
  get address(): Address {
    return this.#open.address;
  }

  /** The address that is answered at the moment; undefined until a message has come. */
  get partner(): Address | undefined {
    return this.#partner;
  }

  /** How many messages there were; `hidden` of those received came too fast. */
  get counts(): { readonly sent: number; readonly received: number; readonly hidden: number } {
    return { sent: this.#sent, received: this.#received, hidden: this.#hidden };
  }

  /** Sends to the partner, who must be known. Sent does not mean read. @throws AppError `message_too_long`, `not_sent` */
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
    // Only a sender that is shown is answered.
    if (name === undefined) this.#partner = from;
    onMessage({ from, name: isPartner && name !== undefined ? name : book.nameAt(from), text });
  }
}
