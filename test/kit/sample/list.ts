import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { table } from '#lib/terminal/table.ts';
import type { Thing } from './things.ts';

/** A table that is too wide for a narrow window. */
export class List extends Command<Record<never, never>, readonly Thing[]> {
  readonly name = 'list';
  readonly title = { zh: '清单', en: 'List' };
  readonly summary = { zh: '列出所有东西', en: 'list all things' };
  override readonly position = 40;
  readonly questions = {};
  readonly #things: readonly Thing[];

  constructor(things: readonly Thing[]) {
    super();
    this.#things = things;
  }

  @auth
  override async run(_: Context): Promise<readonly Thing[]> {
    return this.#things;
  }

  override show({ terminal, language }: Context, things: readonly Thing[]): void {
    const columns = {
      zh: ['名称', '数量', '合计', '编号'],
      en: ['Name', 'Count', 'Total', 'Number'],
    }[language].map((title, index) => (index === 3 ? { title, keep: true as const } : { title }));
    const rows = things.map(({ name, count }, index) => [
      name,
      String(count),
      `${count},000,000.00`,
      `thing-${String(index + 1).padStart(12, '0')}`,
    ]);
    terminal.print(table(columns, rows, { width: terminal.columns, colours: terminal.colours }));
  }

  override json(things: readonly Thing[]): Json {
    return things.map((thing) => ({ ...thing }));
  }
}
