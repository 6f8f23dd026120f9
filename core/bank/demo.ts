import type { PartDemo } from '#core/demo.ts';

export const bank: PartDemo = {
  userKeys: { money: '10000000' },
  scenes: [
    { command: 'balance', answers: [] },
    { command: 'transfer', answers: ['alex', '12.50', 'y'] },
    { command: 'statement', answers: ['', ''] },
  ],
};
