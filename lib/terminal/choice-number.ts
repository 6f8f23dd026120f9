/** inquirer forgets the digits of a number after as long. */
const digitsMs = 700;

/** The number being typed at a list: inquirer would take Enter after `99` for the line that is lit up. */
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

  /** False for a number that no line has. */
  isOnList(): boolean {
    const number = Number(this.#digits);
    return this.#digits === '' || (number >= 1 && number <= this.#count);
  }
}
