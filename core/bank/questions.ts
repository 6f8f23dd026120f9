import { type Question, question } from '#core/question.ts';
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

/** The caller's id of a movement: the same id again moves nothing. Without one the app makes one. */
export const idQuestion: Question<string | undefined> = question.text({
  label: { zh: '编号，重复提交同一编号只生效一次', en: 'id; the same id again takes effect once' },
  flagOnly: true,
  parse(raw) {
    if (raw === '') return undefined;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(raw)) throw bankErrors.bad_id();
    return raw;
  },
});
