import { type Address, formatAddress, isLoopback } from '#lib/net/address.ts';
import { TokenBucket } from '#lib/net/rate-limit.ts';
import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';
import { addressCode } from './address-code.ts';
import { beginningOf, messageBytesCommon } from './message.ts';

export interface RoomOptions {
  /** Sends a datagram without waiting and without errors. */
  readonly send: (text: string, to: Address) => void;
  readonly onJoined: (member: Address, count: number) => void;
  /** Random bytes for the codes, see addressCode. */
  readonly secret: Uint8Array;
  /** Milliseconds of a monotonic clock. */
  readonly uptimeMs: () => number;
}

interface Member {
  readonly address: Address;
  readonly flow: TokenBucket;
  lastMessageAtMs: number;
}

const membersMax = 64;
/** Limits the members of one machine, so that it cannot fill the room. The own machine may have more windows open. */
const membersPerHostMax = { here: 32, elsewhere: 8 };
const silenceMsMax = 10 * 60_000;
/** More messages than one person types. */
const memberFlow = { burst: 20, perSecond: 5 };
/** Limits the answers to all addresses that are not members. It prevents floods, and makes guessing a code too slow. */
const joinFlow = { burst: 50, perSecond: 20 };

/**
 * A chat room: a message of one member goes to all others. A member is an address that has sent a message in the last
 * ten minutes. A sender's address can be forged. So an address of another machine becomes a member by sending back a
 * code, which reaches only a real receiver at that address. Before that, the room sends it only the code.
 */
export class Room {
  readonly #options: RoomOptions;
  /** Members by address. The one with the oldest message is first. */
  readonly #members = new Map<string, Member>();
  readonly #joinLimit: TokenBucket;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#joinLimit = new TokenBucket(joinFlow);
  }

  get size(): number {
    return this.#members.size;
  }

  /** Handles a received message. Invalid UTF-8 is dropped. */
  receive(data: Uint8Array, from: Address): void {
    const text = decoded(data);
    if (text === undefined) return;
    this.#removeSilent();
    const member = this.#members.get(formatAddress(from));
    if (member === undefined) this.#receiveFromStranger(text, from);
    else this.#receiveFromMember(member, text);
  }

  #receiveFromStranger(text: string, from: Address): void {
    if (this.#joinLimit.take(this.#options.uptimeMs()) !== 'pass') return;
    const code = addressCode(this.#options.secret, from);
    const isLocal = isLoopback(from.host);
    if (this.#members.size >= membersMax) this.#notify(from, sentences.full);
    else if (this.#isFullFor(from.host, isLocal)) this.#notify(from, sentences.hostIsFull);
    else if (isLocal) this.#receiveFromMember(this.#join(from), text);
    else if (text.trim() !== code) this.#notify(from, sentences.code(code));
    else {
      this.#join(from);
      this.#notify(from, sentences.welcome(this.#members.size));
    }
  }

  #isFullFor(host: string, isLocal: boolean): boolean {
    let count = 0;
    for (const { address } of this.#members.values())
      if (address.host === host || (isLocal && isLoopback(address.host))) count++;
    return count >= (isLocal ? membersPerHostMax.here : membersPerHostMax.elsewhere);
  }

  #join(address: Address): Member {
    const { uptimeMs, onJoined } = this.#options;
    const member = { address, flow: new TokenBucket(memberFlow), lastMessageAtMs: uptimeMs() };
    this.#members.set(formatAddress(address), member);
    onJoined(address, this.#members.size);
    return member;
  }

  #receiveFromMember(member: Member, text: string): void {
    const verdict = member.flow.take(this.#options.uptimeMs());
    if (verdict === 'limited') this.#notify(member.address, sentences.tooFast);
    if (verdict !== 'pass') return;
    const key = formatAddress(member.address);
    member.lastMessageAtMs = this.#options.uptimeMs();
    this.#members.delete(key);
    this.#members.set(key, member);
    // A client that waits for an answer to each message, such as the course's, must not wait without end.
    if (this.#members.size === 1) this.#notify(member.address, sentences.alone);
    else this.#broadcast(member, text);
  }

  #broadcast({ address }: Member, text: string): void {
    const said = clean(text.replaceAll(/\s+/g, ' ').trim());
    if (said === '') return;
    const line = `[${formatAddress(address)}] ${said}`;
    const passed = beginningOf(line, messageBytesCommon);
    for (const other of this.#members.values())
      if (other.address !== address) this.#options.send(passed, other.address);
    if (passed !== line) this.#notify(address, sentences.cut);
  }

  /** Sends in both languages, because the receiver's language is unknown. */
  #notify(to: Address, { zh, en }: Text): void {
    this.#options.send(`（${zh} / ${en}）`, to);
  }

  #removeSilent(): void {
    const sinceMs = this.#options.uptimeMs() - silenceMsMax;
    for (const [key, { lastMessageAtMs }] of this.#members) {
      if (lastMessageAtMs > sinceMs) return;
      this.#members.delete(key);
    }
  }
}

const sentences = {
  alone: { zh: '房间里只有你', en: 'you are alone here' },
  full: { zh: '房间满了，请稍后再来', en: 'the room is full; try again later' },
  hostIsFull: {
    zh: '来自你那台机器的成员太多，请稍后再来',
    en: 'too many members from your machine; try again later',
  },
  tooFast: { zh: '太快了，有些没有传出去', en: 'too fast; some of it was not passed on' },
  cut: {
    zh: `太长了，只传了 ${messageBytesCommon} 字节`,
    en: `too long; only ${messageBytesCommon} bytes were passed on`,
  },
  code: (code: string) => ({ zh: `请发送 ${code} 进入房间`, en: `send ${code} to join` }),
  welcome: (count: number) => ({ zh: `欢迎，房间里有 ${count} 人`, en: `welcome; people here: ${count}` }),
} as const;

function decoded(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}
