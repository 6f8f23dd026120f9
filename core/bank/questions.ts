import { type Question, question } from '#core/question.ts';
import type { TimeRange } from '#db/bank/journal.ts';
import type { Text } from '#lib/text/text.ts';
import { bankErrors } from './errors.ts';
import { MoneyError, parseMoney } from './money.ts';

/** An amount in yuan, parsed to fen. */
export const amountQuestion = (label: Text): Question<bigint> =>
  question.text({
    label,
    parse(raw) {
      try {
        return parseMoney(raw);
      } catch (error) {
        if (error instanceof MoneyError) throw bankErrors.bad_amount();
        throw error;
      }
    },
  });

/** The caller's idempotency id: a repeated request with the same id moves nothing. Default: the app makes an id. */
export const idQuestion: Question<string | undefined> = question.text({
  label: { zh: '编号，重复提交同一编号只生效一次', en: 'id; the same id again takes effect once' },
  flagOnly: true,
  parse(raw) {
    if (raw === '') return undefined;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(raw)) throw bankErrors.bad_id();
    return raw;
  },
});

/** Parses a month `YYYY-MM`, in the local time zone. @returns undefined when the text is not a month since 1970. */
export function monthRange(month: string): TimeRange | undefined {
  const [, year, number] = /^([0-9]{4})-(0[1-9]|1[0-2])$/.exec(month)?.map(Number) ?? [];
  // Date reads the years 0 to 99 as 1900 to 1999, so the check for 1970 also avoids that.
  if (year === undefined || number === undefined || year < 1970) return undefined;
  return { fromMs: new Date(year, number - 1).getTime(), toMs: new Date(year, number).getTime() };
}
