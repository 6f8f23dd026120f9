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

type KeypressListener = (text: string | undefined, key: object) => void;

/** The input of one prompt, as decoded keys. It is not a TTY, because inquirer discards the keys typed ahead on a TTY. */
export class PromptInput extends PassThrough {
  press(key: KeyName): void {
    this.emit('keypress', undefined, readlineKey(key));
  }

  /** Replaces the line. inquirer draws once, however many keys have led to it. */
  replaceLine({ text, cursor }: { readonly text: string; readonly cursor: number }): void {
    this.#clear();
    const [before, after] = [text.slice(0, cursor), text.slice(cursor)];
    if (after !== '') this.#toReadline(after, typed(after));
    if (before === '') this.press('home');
    else {
      if (after !== '') this.#toReadline(undefined, readlineKey('home'));
      this.emit('keypress', before, typed(before));
    }
  }

  /** Moves a numbered list to an item. @param index zero-based. */
  jump(index: number): void {
    this.#clear();
    const number = String(index + 1);
    this.emit('keypress', number, { ...typed(number), name: '1' });
  }

  /** Moves a list without numbers. @param steps negative for up. */
  move(steps: number): void {
    for (let step = Math.abs(steps); step > 0; step--) this.press(steps < 0 ? 'up' : 'down');
  }

  #clear(): void {
    for (const key of ['end', 'delete-to-start'] as const) this.#toReadline(undefined, readlineKey(key));
  }

  /** Passes a key to readline only, which was the first to listen. inquirer, behind it, would draw. */
  #toReadline(text: string | undefined, key: object): void {
    const [readline] = this.listeners('keypress') as KeypressListener[];
    readline?.call(this, text, key);
  }
}

function readlineKey(key: KeyName) {
  const { name, ctrl = false, meta = false } = readlineKeys[key] ?? {};
  return { name, ctrl, meta, shift: false, sequence: '' };
}

/** A whole text as one key. inquirer knows some keys by their letter, and none of them is a text. */
const typed = (text: string) => ({ name: undefined, ctrl: false, meta: false, shift: false, sequence: text });

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
