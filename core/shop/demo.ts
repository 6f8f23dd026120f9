import { down, type PartDemo } from '#core/demo.ts';

/** Browse, two of the third product into the cart, pay, go back. */
export const shop: PartDemo = {
  scenes: [{ command: 'buy', answers: ['', down + down, '2', '5', 'y', '6'] }],
};
