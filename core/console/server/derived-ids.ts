/**
 * Ids for everything that one command does once: the command's own id first, then `<id>-2`, `<id>-3` ... Whoever sends
 * the same command again asks for the same ids, in the same order.
 */
export function derivedIds(commandId: string): () => string {
  let count = 0;
  return () => {
    count++;
    return count === 1 ? commandId : `${commandId}-${count}`;
  };
}
