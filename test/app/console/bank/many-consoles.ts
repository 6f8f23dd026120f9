import { expect } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { ConsoleServer, person, script } from '../open-console-server.ts';
import { expectBooksRight, movements } from './transfers.ts';

const people = [
  ['egon', '123', 'alex'],
  ['alex', 'alex3714', 'yuanhao'],
  ['yuanhao', 'ysb123', 'egon'],
] as const;
const sections = people.map(([name, password]) => `[${name}]\npassword=${password}\nmoney=1000\n`);

/** Opens this many consoles, a quarter of them with a terminal; each transfers 1.00 three times, to the next user. */
export async function transferAtOnce(count: number): Promise<void> {
  using home = bankHome({ 'config.ini': sections.join('') });
  await using server = await ConsoleServer.open(home);
  // All are open before the first one types: drawing 50 screens takes this process seconds.
  const connections = await Promise.all(Array.from({ length: count }, () => server.connect()));
  const consoles = connections.map(async (connection, number) => {
    const [name, password, to] = people[number % people.length] ?? people[0];
    const lines = [name, password, ...Array(3).fill(`Transfer\n${to}\n1\ny`), ''].join('\n');
    return number % 4 > 0
      ? script(connection, { id: `m${number}`, lines })
      : person(connection, { id: `m${number}`, keys: `${lines.replaceAll('\n', '\r')}\x04` });
  });
  const ended = await Promise.all(consoles);
  expect(ended.map(({ last }) => last)).toEqual(ended.map(() => ({ status: 'ok', exit: 0 })));
  for (const { shown } of ended) expect(shown.match(/Sent ¥1\.00 to/g)).toHaveLength(3);
  expect(movements(home)).toBe(3 * count);
  const consolesOf = people.map((_, index) => Math.floor((count - index + 2) / 3));
  expect(home.all('select owner, balance_fen / 100 yuan from account where owner is not null')).toEqual(
    people.map(([owner], index) => {
      const [own, before] = [consolesOf.at(index) ?? 0, consolesOf.at(index - 1) ?? 0];
      return { owner, yuan: 1000 + 3 * (before - own) };
    }),
  );
  await expectBooksRight(home);
}
