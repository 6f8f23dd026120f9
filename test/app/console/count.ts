import { auth } from '#core/auth.ts';
import { Command } from '#core/command.ts';
import type { Context } from '#core/context.ts';

/** A test command that counts its runs, and prints a text of any length. */
export class Count extends Command<Record<never, never>, string> {
  readonly name = 'count';
  readonly title = { zh: '计数', en: 'Count' };
  readonly summary = { zh: '计数', en: 'count' };
  readonly questions = {};
  runs = 0;
  readonly #text: string;

  constructor(text = '') {
    super();
    this.#text = text;
  }

  @auth
  override async run(context: Context): Promise<string> {
    this.runs++;
    return context.session.requireLive().name;
  }

  override show(context: Context, name: string): void {
    context.terminal.print(`Counted for ${name}${this.#text}`);
  }

  override json(name: string): string {
    return name;
  }
}
