import type { Json } from '#core/command.ts';
import { bankErrors } from './errors.ts';
import { formatMoney } from './money.ts';
import type { Refusal } from './rules.ts';

/** A booked movement. `exists`: an earlier request with the same id booked it. */
export interface Movement {
  readonly status: 'created' | 'exists';
  readonly id: string;
  readonly amountFen: bigint;
  /** The balance of the requesting user right after the movement. */
  readonly balanceFen: bigint;
}

/** @returns the outcome of a booked movement. @throws AppError for a refused one; its code is the rule's status. */
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
