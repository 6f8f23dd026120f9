import { isIPv6 } from 'node:net';

export interface ConnectionLimits {
  /** The maximum of open connections. */
  readonly connections: number;
  /** The maximum of open connections per address. */
  readonly connectionsPerAddress: number;
  /** The maximum of unproven connections that have the full time to prove the key. Beyond it each has 1 s. */
  readonly unproven: number;
  /** The wrong proofs per address within a minute after which the proofs of the address are slowed down for a minute. */
  readonly wrongProofs: number;
  /** Replaces the minute of `wrongProofs`. */
  readonly wrongProofsMemoryMs?: number;
}

export type Refusal = 'full' | 'full for this address';

/** An admitted connection. */
export interface Admission {
  /** The limit of unproven connections is exceeded: this one has 1 s. A client with the key needs less. */
  readonly hasShortDeadline: boolean;
  /** To be called when the client has proved the key. */
  proved(): void;
  wrongProof(): void;
  /**
   * Whether the address has sent too many wrong proofs. Its proofs are slow then, but a right one is never refused: the
   * address may be shared, and a program that guesses must not keep the other clients out.
   */
  isSlowed(): boolean;
  /** To be called once, after the end of the connection. */
  closed(): void;
}

const wrongProofsMemoryMsDefault = 60_000;
const wrongProofAddressesMax = 10_000;

/** Counts the connections of all ports of a server and refuses those beyond the limits. */
export class ConnectionLimiter {
  readonly #limits: ConnectionLimits;
  readonly #perAddress = new Map<string, number>();
  /** In the order of arrival. */
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

  /** @param cutOff closes this connection; called when the limit is reached, it is unproven, and a new connection arrives. */
  admit(ip: string, cutOff: () => void): Admission | Refusal {
    const address = addressGroupOf(ip);
    const here = this.#perAddress.get(address) ?? 0;
    if (this.#connections >= this.#limits.connections && !this.#makeRoom()) return 'full';
    if (here >= this.#limits.connectionsPerAddress && !this.#makeRoom(address))
      return 'full for this address';
    this.#connections++;
    this.#perAddress.set(address, here + 1);
    const admission: Admission = {
      hasShortDeadline: this.#unproven.size >= this.#limits.unproven,
      proved: () => this.#unproven.delete(admission),
      wrongProof: () => this.#noteWrongProof(address),
      isSlowed: () => (this.#wrongProofs.get(address)?.count ?? 0) >= this.#limits.wrongProofs,
      closed: () => this.#release(address, admission),
    };
    this.#unproven.set(admission, { address, cutOff });
    return admission;
  }

  /** Closes the oldest unproven connection, of `address` if it is given. @returns false if there is none. */
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
      this.#limits.wrongProofsMemoryMs ?? wrongProofsMemoryMsDefault,
    ).unref();
    this.#wrongProofs.set(address, { count, timer });
    // An attacker with many addresses must not fill the memory.
    const [oldest] = this.#wrongProofs.keys();
    if (this.#wrongProofs.size > wrongProofAddressesMax && oldest !== undefined)
      this.#forgetWrongProofs(oldest);
  }

  #forgetWrongProofs(address: string): void {
    clearTimeout(this.#wrongProofs.get(address)?.timer);
    this.#wrongProofs.delete(address);
  }
}

/** A host usually gets a whole IPv6 /64 network, so all addresses of a /64 count as one. @returns the text under which they count. */
export const addressGroupOf = (ip: string): string =>
  isIPv6(ip) && !ip.startsWith('::ffff:') ? `${expandedIPv6(ip).slice(0, 4).join(':')}::/64` : ip;

function expandedIPv6(ip: string): string[] {
  const [head = '', tail = ''] = ip.replace(/%.*$/, '').split('::');
  const [first, last] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  return ip.includes('::') ? [...first, ...Array(8 - first.length - last.length).fill('0'), ...last] : first;
}
