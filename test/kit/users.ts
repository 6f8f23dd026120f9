/** The users of every test: a name and a password. */
export const egon = ['egon', '123'] as const;
export const alex = ['alex', 'alex3714'] as const;
export const yuanhao = ['yuanhao', 'ysb123'] as const;

export type Credentials = readonly [name: string, password: string];

/** Keys of config.ini by section: `{ DEFAULT: { user_timeout: '3' }, egon: { money: '100' } }`. */
export type UserKeys = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A config.ini with these users and more keys. The keys of a part come from its own tests. */
export function usersFile(
  keys: UserKeys = {},
  users: readonly Credentials[] = [egon, alex, yuanhao],
): string {
  const sections: UserKeys = {
    DEFAULT: { user_timeout: '1000' },
    ...Object.fromEntries(users.map(([name, password]) => [name, { password }])),
  };
  const names = new Set([...Object.keys(sections), ...Object.keys(keys)]);
  return [...names]
    .map((name) => {
      const entries = Object.entries({ ...sections[name], ...keys[name] });
      return [`[${name}]`, ...entries.map(([key, value]) => `${key} = ${value}`), ''].join('\n');
    })
    .join('\n');
}
