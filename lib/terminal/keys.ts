/** Decodes the bytes of a keyboard into keys. Unlike Node's decoder, this one can be flushed after half a sequence. */

export type KeyName =
  | 'return'
  | 'escape'
  | 'interrupt'
  | 'quit'
  | 'end-of-input'
  | 'suspend'
  | 'paste-start'
  | 'paste-end'
  | 'backspace'
  | 'delete'
  | 'tab'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'word-left'
  | 'word-right'
  | 'delete-word'
  | 'delete-to-start'
  | 'delete-to-end';

export type Key = ({ readonly name: 'text'; readonly text: string } | { readonly name: KeyName }) & {
  /** From the clipboard, at a terminal that marks it (bracketed paste). */
  readonly isPasted?: boolean;
};

const controls: Readonly<Record<string, KeyName>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x05': 'end',
  '\x06': 'right',
  '\x08': 'backspace',
  '\t': 'tab',
  '\n': 'return',
  '\x0b': 'delete-to-end',
  '\r': 'return',
  '\x15': 'delete-to-start',
  '\x17': 'delete-word',
  '\x1a': 'suspend',
  '\x1c': 'quit',
  '\x7f': 'backspace',
};

/** The characters after ESC, by whole sequence. Other sequences have no meaning for a prompt and are dropped. */
const sequences: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  '[1~': 'home',
  '[3~': 'delete',
  '[4~': 'end',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[7~': 'home',
  '[8~': 'end',
  '[1;3C': 'word-right',
  '[1;3D': 'word-left',
  '[1;5C': 'word-right',
  '[1;5D': 'word-left',
  '[200~': 'paste-start',
  '[201~': 'paste-end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  OM: 'return',
  b: 'word-left',
  f: 'word-right',
  '\x7f': 'delete-word',
};

const sequenceCharsMax = 64;
const firstPrintable = 0x20;

export class KeyDecoder {
  /** The characters of an incomplete sequence, without its ESC; undefined outside of a sequence. */
  #sequence: string | undefined;
  #afterReturn = false;

  /** True while a sequence is incomplete. */
  get pending(): boolean {
    return this.#sequence !== undefined;
  }

  write(text: string): Key[] {
    const keys: Key[] = [];
    let run = '';
    const endRun = () => {
      if (run !== '') keys.push({ name: 'text', text: run });
      run = '';
    };
    for (const character of text) {
      if (this.#sequence === undefined && isText(character)) {
        run += character;
        this.#afterReturn = false;
      } else {
        endRun();
        keys.push(...this.#next(character));
      }
    }
    endRun();
    return keys;
  }

  /** Ends an incomplete sequence: ESC alone is the Esc key, half a sequence is dropped. */
  flush(): Key[] {
    const alone = this.#sequence === '';
    this.#sequence = undefined;
    return alone ? [{ name: 'escape' }] : [];
  }

  #next(character: string): Key[] {
    if (this.#sequence !== undefined) return this.#continue(this.#sequence, character);
    if (character === '\x1b') {
      this.#sequence = '';
      return [];
    }
    if (isText(character)) return [{ name: 'text', text: character }];
    const lineFeedOfPair = character === '\n' && this.#afterReturn;
    this.#afterReturn = character === '\r';
    const name = controls[character];
    return name === undefined || lineFeedOfPair ? [] : [{ name }];
  }

  #continue(begun: string, character: string): Key[] {
    const grown = begun + character;
    if (character < ' ' || character > '~') {
      const name = begun === '' ? sequences[character] : undefined;
      if (name === undefined) return [...this.flush(), ...this.#next(character)];
    } else if (isOpen(grown)) {
      this.#sequence = grown;
      return [];
    }
    this.#sequence = undefined;
    const name = sequences[grown];
    return name === undefined ? [] : [{ name }];
  }
}

/**
 * @returns whether a sequence needs more characters (ECMA-48): CSI up to its final byte, SS3 one more character, a
 * command string up to a control character.
 */
function isOpen(sequence: string): boolean {
  if (sequence.length >= sequenceCharsMax) return false;
  if (sequence.startsWith('[')) return sequence === '[' || sequence === '[[' || !/[@-~]$/.test(sequence);
  if (sequence.startsWith('O')) return !/[A-Za-z]$/.test(sequence.slice(1));
  return /^[\]P_^X]/.test(sequence);
}

function isText(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= firstPrintable && (code < 0x7f || code > 0x9f);
}
