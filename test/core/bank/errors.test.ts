import { bankErrors } from '#core/bank/errors.ts';
import { foreign, testErrorTables } from '#test/kit/error-table.ts';

testErrorTables([bankErrors], {
  bad_amount: bankErrors.bad_amount(),
  bad_id: bankErrors.bad_id(),
  bad_month: bankErrors.bad_month(),
  same_account: bankErrors.same_account(),
  unknown_account: bankErrors.unknown_account(),
  amount_not_positive: bankErrors.amount_not_positive(),
  amount_too_large: bankErrors.amount_too_large(),
  insufficient_funds: bankErrors.insufficient_funds(),
  id_reused: bankErrors.id_reused(),
  books_do_not_balance: bankErrors.books_do_not_balance({
    problems: [{ zh: `账户 ${foreign}`, en: foreign }],
  }),
});
