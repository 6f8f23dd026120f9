import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { type Key, KeyDecoder, type KeyName } from './keys.ts';
import { typedCharsMax } from './line-limit.ts';
import { ignoreErrors } from './lost-stream.ts';
import type { ExitReason } from './terminal.ts';

export type KeyboardInput = Readable & { setRawMode?(on: boolean): unknown };

export interface KeyboardOptions {
  readonly input: KeyboardInput;
  /** Called when `take` has keys. */
  readonly onKeys: () => void;
  readonly onExitRequest: (reason: ExitReason) => void;
  readonly onSuspend: () => void;
  /** Time after which an ESC without further characters is the Esc key. Default: 50. */
  readonly escapeMs?: number;
}

const typedAheadKeysMax = 10_000;
const typedAheadCharsMax = 16 * typedCharsMax;
/** A mute, and a paste without an end, end after this time without input. */
const quietMs = 1_000;
/** The keys that a muted keyboard still accepts, so that the user can leave a prompt. */
const exitKeys: readonly KeyName[] = ['escape', 'end-of-input'];

/** Owns the input while a terminal is open, and queues the keys that are typed ahead. */
export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #utf8 = new StringDecoder('utf8');
  readonly #decoder = new KeyDecoder();
  readonly #typedAhead: Key[] = [];
  #typedAheadChars = 0;
  #escapeTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Defined while a paste arrives. */
  #pasteTimer: NodeJS.Timeout | undefined;
  /** Defined while the keyboard is muted. */
  #muteTimer: NodeJS.Timeout | undefined;

  constructor(options: KeyboardOptions) {
    this.#options = options;
    const { input } = options;
    this.raw(true);
    if (input.destroyed || input.readableEnded) this.#ended();
    input.on('data', this.#read).on('end', this.#ended).on('error', this.#cutOff).on('close', this.#cutOff);
  }

  /** @returns the next key of the queue, if any. */
  take(): Key | undefined {
    const key = this.#typedAhead.shift();
    if (key?.name === 'text') this.#typedAheadChars -= key.text.length;
    return key;
  }

  /**
   * Drops queued and new keys up to an Enter or 1 s without input. The rest of a secret whose prompt has closed must not
   * appear in the next prompt.
   */
  mute(): void {
    this.#unmute();
    this.#muteTimer = setTimeout(() => this.#unmute(), quietMs);
    this.#typedAheadChars = 0;
    for (const key of this.#typedAhead.splice(0)) this.#keep(key);
  }

  /**
   * Switches raw mode: on, the input gives single keys without echo; off, the terminal edits lines itself. Ignored after
   * `close`, because the terminal belongs to another program then.
   */
  raw(on: boolean): void {
    if (this.#isClosed) return;
    try {
      this.#options.input.setRawMode?.(on);
    } catch {
      // The terminal is gone (EIO after a hang-up).
      this.#options.onExitRequest('hangup');
    }
  }

  close(): void {
    clearTimeout(this.#escapeTimer);
    this.#pasting(false);
    this.#unmute();
    const { input } = this.#options;
    input
      .off('data', this.#read)
      .off('end', this.#ended)
      .off('error', this.#cutOff)
      .off('close', this.#cutOff);
    ignoreErrors(input);
    this.raw(false);
    this.#isClosed = true;
    input.pause();
  }

  readonly #ended = (): void => this.#options.onExitRequest('end');
  readonly #cutOff = (): void => this.#options.onExitRequest('hangup');

  readonly #read = (chunk: Buffer | string): void => {
    clearTimeout(this.#escapeTimer);
    this.#muteTimer?.refresh();
    this.#pasteTimer?.refresh();
    this.#accept(this.#decoder.write(typeof chunk === 'string' ? chunk : this.#utf8.write(chunk)));
    if (this.#decoder.pending) {
      this.#escapeTimer = setTimeout(() => this.#accept(this.#decoder.flush()), this.#options.escapeMs ?? 50);
    }
  };

  #accept(keys: readonly Key[]): void {
    for (const key of keys) {
      if (key.name === 'interrupt' || key.name === 'quit') this.#options.onExitRequest(key.name);
      else if (key.name === 'paste-start' || key.name === 'paste-end')
        this.#pasting(key.name === 'paste-start');
      else if (key.name === 'suspend') this.#options.onSuspend();
      else this.#keep(this.#pasteTimer === undefined ? key : pasted(key));
    }
    this.#options.onKeys();
  }

  #pasting(on: boolean): void {
    clearTimeout(this.#pasteTimer);
    // The end of a paste may be lost, and then typed keys must not count as pasted for ever.
    this.#pasteTimer = on ? setTimeout(() => this.#pasting(false), quietMs) : undefined;
  }

  /** Joins text with the text before it, so that a pasted line is drawn once and not once per character. */
  #keep(key: Key): void {
    if (this.#isMuted(key)) return;
    const kept = key.name === 'text' ? this.#joined(key) : key;
    const chars = kept.name === 'text' ? kept.text.length : 0;
    if (this.#typedAhead.length >= typedAheadKeysMax || this.#typedAheadChars + chars > typedAheadCharsMax) {
      this.#dropLine(key);
      return;
    }
    this.#typedAhead.push(kept);
    this.#typedAheadChars += chars;
  }

  #joined(key: Extract<Key, { name: 'text' }>): Key {
    const isAlike = this.#typedAhead.at(-1)?.isPasted === key.isPasted;
    const before = isAlike ? this.#takeText() : '';
    return { ...key, text: (before + key.text).slice(0, typedCharsMax) };
  }

  /** The queue is full. Drops the line that is being typed, because half a line must not become an answer. */
  #dropLine(key: Key): void {
    this.#takeText();
    if (key.name !== 'return') this.#muteTimer = setTimeout(() => this.#unmute(), quietMs);
  }

  /** Removes the last text from the queue. @returns the text. */
  #takeText(): string {
    const last = this.#typedAhead.at(-1);
    if (last?.name !== 'text') return '';
    this.#typedAhead.pop();
    this.#typedAheadChars -= last.text.length;
    return last.text;
  }

  /** An Enter ends the mute, and is dropped with it. */
  #isMuted(key: Key): boolean {
    if (this.#muteTimer === undefined || exitKeys.some((name) => name === key.name)) return false;
    if (key.name === 'return') this.#unmute();
    return true;
  }

  #unmute(): void {
    clearTimeout(this.#muteTimer);
    this.#muteTimer = undefined;
  }
}

/** A pasted tab is a blank: a prompt has no use for the key. */
const pasted = (key: Key): Key =>
  key.name === 'tab' ? { name: 'text', text: ' ', isPasted: true } : { ...key, isPasted: true };
