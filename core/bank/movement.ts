import type { Json } from '#core/command.ts';
import { bankErrors } from './errors.ts';
import { formatMoney } from './money.ts';
import type { Refusal } from './rules.ts';

/** Money that has moved, now or when the same id was first sent. */
export interface Movement {
  readonly status: 'created' | 'exists';
  readonly id: string;
  readonly amountFen: bigint;
  /** Of the requesting user, right afterwards. */
  readonly balanceFen: bigint;
}

/** @returns the outcome, unless the rules refused. @throws AppError whose code is the rule's status. */
export function accepted<Done extends Movement>(outcome: Done | { readonly status: Refusal }): Done {
  if (outcome.status === 'created' || outcome.status === 'exists') return outcome as Done;
  throw bankErrors[outcome.status]();
}

export const movementJson = ({ id, amountFen, balanceFen, status }: Movement): Record<string, Json> => ({
  id,
  amount: formatMoney(amountFen),
  balance: formatMoney(balanceFen),
  status,
});
