/** inquirer forgets the typed digits after the same time. */
const digitsMs = 700;

/** The number that the user types at a list. Without it, inquirer would select the active item at Enter after `99`. */
export class ChoiceNumber {
  readonly #count: number;
  #digits = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(count: number) {
    this.#count = count;
  }

  type(character: string): void {
    const digits = /^\d$/.test(character) ? this.#digits + character : '';
    this.clear();
    this.#digits = digits;
    this.#timer = setTimeout(() => this.clear(), digitsMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#digits = '';
  }

  /** False for a typed number without an item. */
  isOnList(): boolean {
    const number = Number(this.#digits);
    return this.#digits === '' || (number >= 1 && number <= this.#count);
  }
}
