import { type Question, question } from '#core/question.ts';
import { shopErrors } from './errors.ts';

/** How many of a product, at least 1; Esc goes back. */
export const quantityQuestion: Question<number> = question.text({
  label: { zh: '数量', en: 'Quantity' },
  parse(raw) {
    if (!/^[1-9][0-9]{0,3}$/.test(raw)) throw shopErrors.bad_quantity();
    return Number(raw);
  },
});

/** The same, refusing more than there is. It may be gone all the same at the checkout, which decides. */
export const quantityUpTo = (left: number, product: string): Question<number> => ({
  ...quantityQuestion,
  parse(raw) {
    const quantity = quantityQuestion.parse(raw);
    if (quantity > left) throw shopErrors.out_of_stock({ product, left });
    return quantity;
  },
});
