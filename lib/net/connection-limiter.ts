import { isIPv6 } from 'node:net';

export interface ConnectionLimits {
  /** Connections at once, in all. */
  readonly connections: number;
  /** ... of one address. */
  readonly connectionsPerAddress: number;
  /** ... that have the full time to prove the key. Each further one has a second. */
  readonly unproven: number;
  /** Wrong proofs of one address within a minute; after them the address is refused for a minute. */
  readonly wrongProofs: number;
  /** Instead of a minute. */
  readonly wrongProofsMemoryMs?: number;
}

export type Refusal = 'full' | 'full for this address' | 'too many wrong proofs';

/** One connection that is within the limits. */
export interface Admission {
  /** Too many are proving the key: this one has a second, which is enough for a client that knows it. */
  readonly mustBeQuick: boolean;
  /** The key is proved. */
  proved(): void;
  wrongProof(): void;
  /** To be called once, when the connection is over. */
  closed(): void;
}

const memoryMs = 60_000;
const remembered = 10_000;

/** Counts connections, and refuses those beyond the limits. One for all the ports of a server. */
export class ConnectionLimiter {
  readonly #limits: ConnectionLimits;
  readonly #perAddress = new Map<string, number>();
  /** In the order in which they came. */
  readonly #unproven = new Map<Admission, { readonly address: string; readonly cutOff: () => void }>();
  readonly #wrongProofs = new Map<string, { count: number; timer: NodeJS.Timeout }>();
  #connections = 0;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get connections(): number {
    return this.#connections;
  }

  get unproven(): number {
    return this.#unproven.size;
  }

  /** @param cutOff called when this connection, still unproven, has to make room for another. */
  admit(ip: string, cutOff: () => void): Admission | Refusal {
    const address = ownerOf(ip);
    const here = this.#perAddress.get(address) ?? 0;
    if ((this.#wrongProofs.get(address)?.count ?? 0) >= this.#limits.wrongProofs)
      return 'too many wrong proofs';
    if (this.#connections >= this.#limits.connections && !this.#makeRoom()) return 'full';
    if (here >= this.#limits.connectionsPerAddress && !this.#makeRoom(address))
      return 'full for this address';
    this.#connections++;
    this.#perAddress.set(address, here + 1);
    const admission: Admission = {
      mustBeQuick: this.#unproven.size >= this.#limits.unproven,
      proved: () => this.#unproven.delete(admission),
      wrongProof: () => this.#noteWrongProof(address),
      closed: () => this.#release(address, admission),
    };
    this.#unproven.set(admission, { address, cutOff });
    return admission;
  }

  /** Cuts off the connection that has been unproven for longest, of that address if one is given. @returns false for none. */
  #makeRoom(address?: string): boolean {
    for (const [admission, one] of this.#unproven) {
      if (address !== undefined && one.address !== address) continue;
      this.#unproven.delete(admission);
      one.cutOff();
      return true;
    }
    return false;
  }

  #release(address: string, admission: Admission): void {
    this.#unproven.delete(admission);
    this.#connections--;
    const here = (this.#perAddress.get(address) ?? 0) - 1;
    if (here > 0) this.#perAddress.set(address, here);
    else this.#perAddress.delete(address);
  }

  #noteWrongProof(address: string): void {
    const count = (this.#wrongProofs.get(address)?.count ?? 0) + 1;
    this.#forgetWrongProofs(address);
    const timer = setTimeout(
      () => this.#wrongProofs.delete(address),
      this.#limits.wrongProofsMemoryMs ?? memoryMs,
    ).unref();
    this.#wrongProofs.set(address, { count, timer });
    // An attacker with many addresses must not fill the memory.
    const [oldest] = this.#wrongProofs.keys();
    if (this.#wrongProofs.size > remembered && oldest !== undefined) this.#forgetWrongProofs(oldest);
  }

  #forgetWrongProofs(address: string): void {
    clearTimeout(this.#wrongProofs.get(address)?.timer);
    this.#wrongProofs.delete(address);
  }
}

/** A host with one IPv6 address has 2^64 of them: they count as one. */
const ownerOf = (ip: string): string =>
  isIPv6(ip) && !ip.startsWith('::ffff:') ? `${expandedIPv6(ip).slice(0, 4).join(':')}::/64` : ip;

function expandedIPv6(ip: string): string[] {
  const [head = '', tail = ''] = ip.replace(/%.*$/, '').split('::');
  const [first, last] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  return ip.includes('::') ? [...first, ...Array(8 - first.length - last.length).fill('0'), ...last] : first;
}
