import { down, type PartDemo } from '#core/demo.ts';

/** Chooses the third product, puts two pieces into the cart, pays, and goes back to the menu. */
export const shop: PartDemo = {
  scenes: [{ command: 'buy', answers: ['', down + down, '2', '5', 'y', '6'] }],
};
