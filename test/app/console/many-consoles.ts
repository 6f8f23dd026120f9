import { expect } from 'vitest';
import type { FrameConnection } from '#lib/net/frame-connection.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';
import { answerOn, ConsoleServer } from './open-console-server.ts';

const people = [
  ['egon', '123', 'alex'],
  ['alex', 'alex3714', 'yuanhao'],
  ['yuanhao', 'ysb123', 'egon'],
] as const;
const sections = people.map(([name, password]) => `[${name}]\npassword=${password}\nmoney=1000\n`);

/** So many consoles, a quarter of them with keys and a screen; each transfers 1.00 three times, to the next user. */
export async function transferAtOnce(count: number): Promise<void> {
  using home = new Home({ 'config.ini': sections.join('') });
  await using server = await ConsoleServer.open(home);
  // All are there before the first one types: drawing 50 screens takes this process seconds.
  const connections = await Promise.all(Array.from({ length: count }, () => server.connect()));
  const consoles = connections.map(async (connection, number) => {
    const [name, password, to] = people[number % people.length] ?? people[0];
    const lines = [name, password, ...Array(3).fill(`3\n${to}\n1\ny`), ''].join('\n');
    return number % 4 > 0
      ? await script(connection, `m${number}`, lines)
      : await person(connection, `m${number}`, `${lines.replaceAll('\n', '\r')}\x04`);
  });
  const ended = await Promise.all(consoles);
  expect(ended.map(({ last }) => last)).toEqual(ended.map(() => ({ status: 'ok', exit: 0 })));
  for (const { shown } of ended) expect(shown.match(/Sent ¥1\.00 to/g)).toHaveLength(3);
  expect(home.all(`select id from journal where kind = 'transfer'`)).toHaveLength(3 * count);
  const consolesOf = people.map((_, index) => Math.floor((count - index + 2) / 3));
  expect(home.all('select owner, balance_fen / 100 yuan from account where owner is not null')).toEqual(
    people.map(([owner], index) => {
      const [own, before] = [consolesOf.at(index) ?? 0, consolesOf.at(index - 1) ?? 0];
      return { owner, yuan: 1000 + 3 * (before - own) };
    }),
  );
  expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
}

/** A script at the menu, from its first line to its last. */
export async function script(connection: FrameConnection, id: string, lines: string) {
  await connection.send({ cmd: 'console', id, language: 'en', terminal: { kind: 'lines', colours: false } });
  await connection.send({ cmd: 'input' }, Buffer.from(lines));
  await connection.send({ cmd: 'end' });
  const answer = await answerOn(connection);
  await connection.close();
  return answer;
}

/** Somebody who types faster than the questions come. */
async function person(connection: FrameConnection, id: string, keys: string) {
  const terminal = { kind: 'keys', columns: 80, rows: 24, colours: true };
  await connection.send({ cmd: 'console', id, language: 'en', terminal });
  await connection.send({ cmd: 'input' }, Buffer.from(keys));
  const answer = await answerOn(connection);
  await connection.close();
  return answer;
}
