import type { KeyName } from './keys.ts';

/** After this time without a key, the next character starts a new number or name. */
const typingMs = 700;
/** No longer text is compared with the names. */
const typedCharsMax = 64;

export interface ListCursorOptions {
  readonly names: readonly string[];
  /** The item that is active at first. */
  readonly active: number;
  /** The number of items that PageUp and PageDown move by. */
  readonly pageSize: number;
  /** The number of items of a search that are not in this list. Default: 0. */
  readonly further?: number;
}

/** The active item of a list, and the number or the beginning of a name that the user types to move to it. */
export class ListCursor {
  readonly #names: readonly string[];
  readonly #pageSize: number;
  readonly further: number;
  #active: number;
  #typed = '';
  #isWrong = false;
  /** Undefined when the next character starts anew. */
  #timer: NodeJS.Timeout | undefined;

  constructor({ names, active, pageSize, further = 0 }: ListCursorOptions) {
    this.#names = names.map((name) => name.toLowerCase());
    this.#active = active;
    this.#pageSize = pageSize;
    this.further = further;
  }

  get count(): number {
    return this.#names.length;
  }

  get active(): number {
    return this.#active;
  }

  /** True after a text that no item has, until the next key: Enter must not select another item instead. */
  get isWrong(): boolean {
    return this.#isWrong;
  }

  type(text: string): void {
    this.#typed = (this.#timer === undefined ? text : this.#typed + text).slice(0, typedCharsMax);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
    }, typingMs);
    const found = this.#find(this.#typed.toLowerCase());
    this.#isWrong = found < 0;
    if (found >= 0) this.#active = found;
  }

  press(key: KeyName): void {
    this.clear();
    const last = this.#names.length - 1;
    const active = this.#active;
    if (key === 'up') this.#active = active === 0 ? last : active - 1;
    else if (key === 'down') this.#active = active === last ? 0 : active + 1;
    else if (key === 'home') this.#active = 0;
    else if (key === 'end') this.#active = last;
    else if (key === 'page-up') this.#active = Math.max(0, active - this.#pageSize);
    else if (key === 'page-down') this.#active = Math.min(last, active + this.#pageSize);
  }

  /** Forgets what was typed. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#typed = '';
    this.#isWrong = false;
  }

  /** @returns the index of the item; -1 for none. */
  #find(typed: string): number {
    const number = /^\d+$/.test(typed) ? Number(typed) : 0;
    if (number >= 1 && number <= this.#names.length) return number - 1;
    return this.#names.findIndex((name) => name.startsWith(typed));
  }
}
