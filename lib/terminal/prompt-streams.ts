import { PassThrough, Writable } from 'node:stream';
import type { KeyName } from './keys.ts';
import type { PromptView } from './layout.ts';
import { endlessColumns, readPromptView } from './prompt-view.ts';

interface ReadlineKey {
  readonly name: string;
  readonly ctrl?: true;
  readonly meta?: true;
}

/** The names that readline, which inquirer uses, has for the keys of a prompt. A prompt gets no other key. */
const readlineKeys: Partial<Record<KeyName, ReadlineKey>> = {
  return: { name: 'return' },
  backspace: { name: 'backspace' },
  delete: { name: 'delete' },
  up: { name: 'up' },
  down: { name: 'down' },
  left: { name: 'left' },
  right: { name: 'right' },
  home: { name: 'home' },
  end: { name: 'end' },
  'word-left': { name: 'b', meta: true },
  'word-right': { name: 'f', meta: true },
  'delete-word': { name: 'w', ctrl: true },
  'delete-to-start': { name: 'u', ctrl: true },
  'delete-to-end': { name: 'k', ctrl: true },
};

/** The input of one prompt, as decoded keys. It is not a TTY, because inquirer discards the keys typed ahead on a TTY. */
export class PromptInput extends PassThrough {
  press(key: KeyName): void {
    const { name, ctrl = false, meta = false } = readlineKeys[key] ?? {};
    if (name !== undefined)
      this.emit('keypress', undefined, { name, ctrl, meta, shift: false, sequence: '' });
  }

  /** Passes a whole text as one key, so that readline draws it once. */
  type(text: string): void {
    const name = text.length === 1 ? text.toLowerCase() : undefined;
    this.emit('keypress', text, { name, ctrl: false, meta: false, shift: false, sequence: text });
  }
}

/** The output of one prompt. inquirer ends it with the prompt, and may write after that. */
export class PromptOutput extends Writable {
  readonly columns = endlessColumns;
  #view: PromptView | undefined;

  /** @param draw called with each new view of the prompt, and with undefined at its end. */
  constructor(draw: (view: PromptView | undefined) => void) {
    super({
      decodeStrings: false,
      write: (chunk: Buffer | string, _encoding, done) => {
        this.#view = readPromptView(chunk.toString(), this.#view);
        draw(this.#view);
        done();
      },
    });
    this.on('error', () => {}); // A write after the end shows nothing, and its error does not matter.
  }
}
