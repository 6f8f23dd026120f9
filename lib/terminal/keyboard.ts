import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { type Key, KeyDecoder, type KeyName } from './keys.ts';
import { lineCharsMax } from './line-limit.ts';
import { ignoreErrors } from './lost-stream.ts';
import type { ExitReason } from './terminal.ts';

export type KeyboardInput = Readable & { setRawMode?(on: boolean): unknown };

export interface KeyboardOptions {
  readonly input: KeyboardInput;
  /** There are keys to take. */
  readonly onKeys: () => void;
  readonly onLeave: (reason: ExitReason) => void;
  readonly onSuspend: () => void;
  /** How long an ESC may wait for the rest of its sequence before it is the Esc key. */
  readonly escapeMs?: number;
}

const typedAheadKeysMax = 10_000;
const typedAheadCharsMax = 3 * lineCharsMax;
/** Silence this long ends a mute. */
const quietMs = 1_000;
/** What a muted keyboard still hears. */
const waysOut: readonly KeyName[] = ['escape', 'end-of-input'];

/** Owns the input for as long as a terminal is open, and keeps what was typed ahead. */
export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #utf8 = new StringDecoder('utf8');
  readonly #decoder = new KeyDecoder();
  readonly #typedAhead: Key[] = [];
  #typedAheadChars = 0;
  #escapeTimer: NodeJS.Timeout | undefined;
  /** Running while the keyboard is muted. */
  #muteTimer: NodeJS.Timeout | undefined;

  constructor(options: KeyboardOptions) {
    this.#options = options;
    const { input } = options;
    this.raw(true);
    if (input.destroyed || input.readableEnded) this.#ended();
    input.on('data', this.#read).on('end', this.#ended).on('error', this.#cutOff).on('close', this.#cutOff);
  }

  /** @returns the next key typed, if there is one. */
  take(): Key | undefined {
    const key = this.#typedAhead.shift();
    if (key?.name === 'text') this.#typedAheadChars -= key.text.length;
    return key;
  }

  /**
   * Drops what is typed, and was typed ahead, up to an Enter or a silence: the rest of a secret whose prompt is gone
   * must not appear in the next one.
   */
  mute(): void {
    this.#unmute();
    this.#muteTimer = setTimeout(() => this.#unmute(), quietMs);
    this.#typedAheadChars = 0;
    for (const key of this.#typedAhead.splice(0)) this.#keep(key);
  }

  /** Switches between single keys without echo, and the terminal's own line editing. */
  raw(on: boolean): void {
    try {
      this.#options.input.setRawMode?.(on);
    } catch {
      // The terminal is gone (EIO after a hang-up): there is no mode left to set.
      this.#options.onLeave('hangup');
    }
  }

  close(): void {
    clearTimeout(this.#escapeTimer);
    this.#unmute();
    const { input } = this.#options;
    input
      .off('data', this.#read)
      .off('end', this.#ended)
      .off('error', this.#cutOff)
      .off('close', this.#cutOff);
    ignoreErrors(input);
    this.raw(false);
    input.pause();
  }

  readonly #ended = (): void => this.#options.onLeave('end');
  readonly #cutOff = (): void => this.#options.onLeave('hangup');

  readonly #read = (chunk: Buffer | string): void => {
    clearTimeout(this.#escapeTimer);
    this.#muteTimer?.refresh();
    this.#accept(this.#decoder.write(typeof chunk === 'string' ? chunk : this.#utf8.write(chunk)));
    if (this.#decoder.pending) {
      this.#escapeTimer = setTimeout(() => this.#accept(this.#decoder.flush()), this.#options.escapeMs ?? 50);
    }
  };

  #accept(keys: readonly Key[]): void {
    for (const key of keys) {
      if (key.name === 'interrupt') this.#options.onLeave('interrupt');
      else if (key.name === 'suspend') this.#options.onSuspend();
      else this.#keep(key);
    }
    this.#options.onKeys();
  }

  /** Text joins the text before it, so that a pasted line is drawn once and not once per character. */
  #keep(key: Key): void {
    if (this.#isMuted(key)) return;
    const isText = key.name === 'text';
    const chars = this.#typedAheadChars + (isText ? key.text.length : 0);
    if (this.#typedAhead.length >= typedAheadKeysMax || chars > typedAheadCharsMax) {
      this.#dropLine(key);
      return;
    }
    const before = isText ? this.#takeText() : '';
    this.#typedAhead.push(isText ? { name: 'text', text: before + key.text } : key);
    this.#typedAheadChars = chars;
  }

  /** There is no room for its end: half a line must not become an answer. */
  #dropLine(key: Key): void {
    this.#typedAheadChars -= this.#takeText().length;
    if (key.name !== 'return') this.#muteTimer = setTimeout(() => this.#unmute(), quietMs);
  }

  /** Takes back the text that was typed last. */
  #takeText(): string {
    const last = this.#typedAhead.at(-1);
    if (last?.name !== 'text') return '';
    this.#typedAhead.pop();
    return last.text;
  }

  /** The Enter that ends a mute belongs to what it drops. */
  #isMuted(key: Key): boolean {
    if (this.#muteTimer === undefined || waysOut.some((name) => name === key.name)) return false;
    if (key.name === 'return') this.#unmute();
    return true;
  }

  #unmute(): void {
    clearTimeout(this.#muteTimer);
    this.#muteTimer = undefined;
  }
}
