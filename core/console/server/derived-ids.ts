/**
 * The idempotency ids of one command: the id of the command first, then `<id>-2`, `<id>-3` ... The same
 * command, sent again, gets the same ids in the same order.
 */
export function derivedIds(commandId: string): () => string {
  let count = 0;
  return () => {
    count++;
    return count === 1 ? commandId : `${commandId}-${count}`;
  };
}
