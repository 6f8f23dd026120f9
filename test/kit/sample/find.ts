import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { choicesOf } from './questions.ts';
import type { Thing } from './things.ts';

/** A search. */
export class Find extends Command<Record<never, never>, string> {
  readonly name = 'find';
  readonly title = { zh: '查找', en: 'Find' };
  readonly summary = { zh: '查找东西', en: 'find a thing' };
  override readonly position = 30;
  override readonly form = 'menu';
  readonly questions = {};
  readonly #things: readonly Thing[];

  constructor(things: readonly Thing[]) {
    super();
    this.#things = things;
  }

  @auth
  override async run(context: Context): Promise<string> {
    return await context.ask({
      kind: 'search',
      message: context.in({ zh: '找什么', en: 'Search for' }),
      find: (term) =>
        choicesOf(
          this.#things.filter(({ name }) => name.includes(term)),
          context.language,
        ),
    });
  }

  override async open(context: Context): Promise<void> {
    this.present(context, await this.run(context));
  }

  override show(context: Context, name: string): void {
    context.say({ zh: `找到 ${name}。`, en: `Found ${name}.` });
  }

  override json(name: string): Json {
    return name;
  }
}
