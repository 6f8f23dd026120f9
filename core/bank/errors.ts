import { defineErrors } from '#core/errors.ts';
import type { Text } from '#lib/text/text.ts';

/** The errors of the bank. A code of a refused movement equals a status of rules.ts. */
export const bankErrors = defineErrors({
  bad_amount: {
    exitCode: 2,
    text: () => ({
      zh: '金额要写成 12、12.5 或 12.50 这样的数字，请重新输入。',
      en: 'An amount is written like 12, 12.5 or 12.50. Type it again.',
    }),
  },
  bad_id: {
    exitCode: 2,
    text: () => ({
      zh: '编号只能用 1 到 64 个字母、数字、- 和 _，请换一个。',
      en: 'An id is 1 to 64 letters, digits, - and _. Choose another.',
    }),
  },
  bad_month: {
    exitCode: 2,
    text: () => ({
      zh: '月份要写成 2026-11 这样，请重新输入。',
      en: 'A month is written like 2026-11. Type it again.',
    }),
  },
  same_account: {
    exitCode: 4,
    text: () => ({
      zh: '不能转给自己，请换一个收款人。',
      en: 'A transfer to oneself is not possible. Name another user.',
    }),
  },
  unknown_account: {
    exitCode: 4,
    text: () => ({ zh: '没有这个收款人，请核对用户名。', en: 'There is no such user. Check the name.' }),
  },
  amount_not_positive: {
    exitCode: 4,
    text: () => ({
      zh: '金额必须大于零，请重新输入。',
      en: 'The amount must be more than zero. Type it again.',
    }),
  },
  amount_too_large: {
    exitCode: 4,
    text: () => ({ zh: '金额太大，请分几次进行。', en: 'The amount is too large. Do it in several steps.' }),
  },
  insufficient_funds: {
    exitCode: 4,
    text: () => ({
      zh: '余额不足，请减少金额或先存款。',
      en: 'Insufficient funds. Take less, or deposit first.',
    }),
  },
  id_reused: {
    exitCode: 4,
    text: () => ({
      zh: '这个编号已用于另一笔交易，请换一个编号。',
      en: 'This id belongs to another transaction. Use another id.',
    }),
  },
  books_do_not_balance: {
    exitCode: 4,
    text: ({ problems }: { problems: readonly Text[] }) => ({
      zh: `账目不平：${problems.map(({ zh }) => zh).join('；')}。请停止使用，并从备份恢复。`,
      en: `The books do not balance: ${problems.map(({ en }) => en).join('; ')}. Stop using them and restore a backup.`,
    }),
  },
});
