import { type Address, formatAddress } from '#lib/net/address.ts';
import { suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';
import { chatErrors } from './errors.ts';

const namesShownMax = 8;

/** The addresses of contacts by name. Several names may have the same address. */
export class AddressBook {
  readonly #entries: ReadonlyMap<string, Address>;

  constructor(entries: ReadonlyMap<string, Address>) {
    this.#entries = entries;
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** @throws AppError `unknown_contact` */
  addressOf(name: string): Address {
    const address = this.#entries.get(name);
    if (address !== undefined) return address;
    throw chatErrors.unknown_contact({ name, hint: this.#hint(name) });
  }

  /** @returns the only name with this address; undefined when there is none or more than one. */
  nameAt(address: Address): string | undefined {
    const wanted = formatAddress(address);
    const names = this.names.filter((name) => {
      const entry = this.#entries.get(name);
      return entry !== undefined && formatAddress(entry) === wanted;
    });
    return names.length === 1 ? names[0] : undefined;
  }

  #hint(name: string): Text {
    const closest = suggest(name, this.names);
    if (closest !== undefined)
      return { zh: `，是不是 ${closest}？请改正`, en: `. Did you mean ${closest}? Correct the name` };
    if (this.names.length === 0) return { zh: '，请先加上', en: '. Add a line there' };
    const some = this.names.slice(0, namesShownMax);
    return { zh: `，请从 ${some.join('、')} 中选一个`, en: `. Choose from ${some.join(', ')}` };
  }
}
