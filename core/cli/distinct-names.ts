import assert from 'node:assert';

/**
 * Checks at start that names are unique: a verb of the client would hide the server's command with the same name.
 * @throws AssertionError with the remedy, because only a developer can cause it.
 */
export function requireDistinctNames(named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  assert(twice === undefined, `${twice} is the name of two commands or verbs; rename one of them`);
}
