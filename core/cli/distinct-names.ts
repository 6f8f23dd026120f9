import assert from 'node:assert';

/**
 * The check at start that no name means two things: a verb of the client would hide the server's command of that name.
 * @throws AssertionError with what to do: it is the developer's slip.
 */
export function requireDistinctNames(named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  assert(twice === undefined, `${twice} is the name of two commands or verbs; rename one of them`);
}
