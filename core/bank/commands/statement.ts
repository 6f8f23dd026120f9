import { auth } from '#core/auth.ts';
import type { Bank } from '#core/bank/bank.ts';
import { bankErrors } from '#core/bank/errors.ts';
import { monthRange } from '#core/bank/questions.ts';
import { statementCsv, statementJson, statementTable } from '#core/bank/statement-view.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';
import type { StatementLine } from '#db/bank/journal.ts';

const formats = ['table', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

const questions = {
  month: question.text({
    label: { zh: '月份，如 2026-11（留空为全部）', en: 'Month such as 2026-11 (empty: all of it)' },
    initial: '',
    parse(raw) {
      if (raw !== '' && monthRange(raw) === undefined) throw bankErrors.bad_month();
      return raw;
    },
  }),
  format: question.choice<Format>({
    label: { zh: '格式', en: 'Format' },
    initial: 'table',
    choices: ({ language }) => [
      { value: 'table', name: { zh: '表格', en: 'table' }[language] },
      { value: 'csv', name: 'CSV' },
      { value: 'json', name: 'JSON' },
    ],
    parse(raw) {
      const format = formats.find((one) => one === raw);
      if (format === undefined) throw errors.bad_answer({ question: '--format', choices: formats });
      return format;
    },
  }),
};

interface Result {
  readonly user: string;
  readonly month: string;
  readonly format: Format;
  readonly lines: readonly StatementLine[];
}

export class Statement extends Command<typeof questions, Result> {
  readonly name = 'statement';
  readonly title = { zh: '账单', en: 'Statement' };
  readonly summary = { zh: '查看流水，可按月', en: 'show the movements, optionally of one month' };
  override readonly position = 40;
  readonly questions = questions;
  readonly #bank: Bank;

  constructor(bank: Bank) {
    super();
    this.#bank = bank;
  }

  @auth
  override async run(context: Context, { month, format }: Answers<typeof questions>): Promise<Result> {
    const { name } = context.session.requireLive();
    const lines = await this.#bank.statement(name, monthRange(month));
    return { user: name, month, format, lines };
  }

  override show(context: Context, { format, lines }: Result): void {
    context.terminal.print(this.#view(context, format, lines));
  }

  #view({ terminal, language }: Context, format: Format, lines: readonly StatementLine[]): string {
    if (format === 'csv') return statementCsv(lines);
    if (format === 'json') return JSON.stringify(statementJson(lines), undefined, 2);
    if (lines.length === 0) return { zh: '没有流水。', en: 'There are no movements.' }[language];
    return statementTable(lines, language, { width: terminal.columns, colours: terminal.colours });
  }

  override json({ user, month, lines }: Result): Json {
    return { user, month: month === '' ? null : month, lines: statementJson(lines) };
  }
}
