import { type Question, question } from '#core/question.ts';
import { shopErrors } from './errors.ts';

/** The quantity of a product, from 1 to 9999. */
export const quantityQuestion: Question<number> = question.text({
  label: { zh: '数量', en: 'Quantity' },
  parse(raw) {
    if (!/^[1-9][0-9]{0,3}$/.test(raw)) throw shopErrors.bad_quantity();
    return Number(raw);
  },
});

/** A quantity up to the available stock. The stock may change until the checkout, which checks it again. */
export const quantityUpTo = (left: number, product: string): Question<number> => ({
  ...quantityQuestion,
  parse(raw) {
    const quantity = quantityQuestion.parse(raw);
    if (quantity > left) throw shopErrors.out_of_stock({ product, left });
    return quantity;
  },
});
