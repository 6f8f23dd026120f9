import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '#lib/net/connect.ts';
import { type ServerProcess, startServer } from '../net/server-process.ts';
import type { Report } from '../report.ts';
import { quantile } from '../sample.ts';
import { MenuConsole, password } from './menu-console.ts';

export const consoles = 1_000;
/** A user without a console. */
export const receiver = 'receiver';
const samples = 400;
/** Under load every console acts once in this many seconds, as a user would. */
const thinkSeconds = 10;

/** One act of a console at its menu. @returns its duration in milliseconds; the menu is open again. */
export type Act = (console: MenuConsole) => Promise<number>;

export interface Crowd {
  /** Of the server, for each console. */
  readonly memoryBytes: number;
  /** Milliseconds that the act takes at one console: alone, beside consoles at their menu, and beside acting ones. */
  readonly alone: readonly number[];
  readonly besideIdle: readonly number[];
  readonly besideActing: readonly number[];
  /** Acts of the other consoles. */
  readonly actsPerSecond: number;
}

/** Opens many consoles, and times an act at one of them. @param userKeys lines for the section of each user. */
export async function measureCrowd(act: Act, userKeys = ''): Promise<Crowd> {
  const server = await startServer({}, (home) => writeUsers(home, userKeys));
  const probe = await MenuConsole.open(server, 'probe');
  const time = async () => {
    const times: number[] = [];
    for (let index = 0; index < samples; index++) times.push(await act(probe));
    return times.slice(samples / 10);
  };
  const alone = await time();
  const before = await memoryOf(server);
  const others: MenuConsole[] = [];
  // A few at a time: the check of a password takes a while.
  for (let index = 0; index < consoles; index += 20) {
    const users = Array.from({ length: 20 }, (_, offset) => `u${index + offset}`);
    others.push(...(await Promise.all(users.map((user) => MenuConsole.open(server, user)))));
  }
  const memoryBytes = ((await memoryOf(server)) - before) / consoles;
  const besideIdle = await time();
  const load = startLoad(others, act);
  const besideActing = await time();
  const actsPerSecond = load.stop();
  for (const one of [probe, ...others]) one.close();
  await server.stop();
  return { memoryBytes, alone, besideIdle, besideActing, actsPerSecond };
}

/** @param name of the act, as in `a transfer`. */
export function crowdRows(name: string, crowd: Crowd): Report['rows'] {
  const { alone, besideIdle, besideActing, actsPerSecond } = crowd;
  const p99 = (times: readonly number[]) => quantile(times, 0.99);
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const beside = (times: readonly number[]) => ({
    value: ms(p99(times)),
    ratio: (p99(times) / p99(alone)).toFixed(2),
    target: '<= 10',
  });
  return [
    { name: `${name} alone, median`, value: ms(quantile(alone)) },
    { name: `${name} alone, p99`, value: ms(p99(alone)) },
    { name: 'with the others idle, p99', ...beside(besideIdle) },
    { name: `with the others at it (${actsPerSecond.toFixed(0)} /s), p99`, ...beside(besideActing) },
  ];
}

function writeUsers(home: string, userKeys: string): void {
  const names = ['probe', receiver, ...Array.from({ length: consoles }, (_, index) => `u${index}`)];
  const sections = names.map((name) => `[${name}]\npassword = ${password}\n${userKeys}`);
  const file = join(home, 'conf', 'config.ini');
  writeFileSync(file, `[DEFAULT]\nuser_timeout = 100000\n\n${sections.join('\n')}`);
}

async function memoryOf({ address, key }: ServerProcess): Promise<number> {
  const connection = await connect({ address, key, timeoutMs: 10_000 });
  await connection.send({ cmd: 'status' });
  const answer = await connection.receive();
  void connection.close();
  return Number(answer?.header['memory_bytes']);
}

function startLoad(others: readonly MenuConsole[], act: Act): { stop(): number } {
  let [isOn, count] = [true, 0];
  const startMs = performance.now();
  const people = others.map(async (console, index) => {
    await sleep((index * thinkSeconds * 1000) / others.length);
    while (isOn) {
      await act(console);
      count++;
      if (isOn) await sleep(thinkSeconds * 1000);
    }
  });
  return {
    /** @returns how many acts there were in a second. */
    stop() {
      isOn = false;
      // They sleep until the process ends.
      void Promise.allSettled(people);
      return (count * 1000) / (performance.now() - startMs);
    },
  };
}
