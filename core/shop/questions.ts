import { type Question, question } from '#core/question.ts';
import { shopErrors } from './errors.ts';

/** How many of a product; a person who means none goes back with Esc. */
export const quantityQuestion: Question<number> = question.text({
  label: { zh: '数量', en: 'Quantity' },
  parse(raw) {
    if (!/^[1-9][0-9]{0,3}$/.test(raw)) throw shopErrors.bad_quantity();
    return Number(raw);
  },
});
