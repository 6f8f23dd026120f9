import { percentInBasisPoints } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';

export const bank = {
  withdrawFeeBasisPoints: setting('withdraw_fee', percentInBasisPoints({ max: 100 }), '5', {
    zh: '取款手续费，百分比',
    en: 'fee for a withdrawal in percent',
  }),
};
