/** A thousand consoles at their menu: what each costs, and what they do to the transfers of one of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '#lib/net/connect.ts';
import type { Connection } from '#lib/net/connection.ts';
import { type ServerProcess, startServer } from '../net/server-process.ts';
import type { Report } from '../report.ts';
import { quantile } from '../sample.ts';

const consoles = 1_000;
const transfers = 400;
/** Under load every console transfers once in so many seconds, as people do. */
const thinkSeconds = 10;

export async function bench(): Promise<Report> {
  const server = await startServer({}, writeUsers);
  const probe = await Console.open(server, 'probe');
  const unloaded = await timeTransfers(probe);
  const before = await memoryOf(server);
  const open: Console[] = [];
  // A few at a time: every one signs in, and a password takes its while.
  for (let index = 0; index < consoles; index += 20)
    open.push(
      ...(await Promise.all(Array.from({ length: 20 }, (_, n) => Console.open(server, `u${index + n}`)))),
    );
  const after = await memoryOf(server);
  const idle = await timeTransfers(probe);
  const load = startLoad(open);
  const loaded = await timeTransfers(probe);
  const done = await load.stop();
  for (const one of [probe, ...open]) one.close();
  await server.stop();
  const p99 = (times: readonly number[]) => quantile(times, 0.99);
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  return {
    title: `${consoles.toLocaleString('en')} consoles at their menu`,
    rows: [
      {
        name: 'memory of the server per console',
        value: `${Math.round((after - before) / consoles / 1024)} KiB`,
      },
      { name: 'a transfer alone, median', value: ms(quantile(unloaded)) },
      { name: 'a transfer alone, p99', value: ms(p99(unloaded)) },
      {
        name: 'with the others idle, p99',
        value: ms(p99(idle)),
        ratio: (p99(idle) / p99(unloaded)).toFixed(2),
        target: '<= 10',
      },
      {
        name: `with the others transferring (${done.perSecond.toFixed(0)} /s), p99`,
        value: ms(p99(loaded)),
        ratio: (p99(loaded) / p99(unloaded)).toFixed(2),
        target: '<= 10',
      },
    ],
  };
}

function writeUsers(home: string): void {
  const names = ['probe', ...Array.from({ length: consoles }, (_, index) => `u${index}`)];
  const sections = names.map((name) => `[${name}]\npassword = 123456\nmoney = 1000\n`);
  writeFileSync(
    join(home, 'conf', 'config.ini'),
    `[DEFAULT]\nuser_timeout = 100000\n\n${sections.join('\n')}`,
  );
}

async function memoryOf({ address, key }: ServerProcess): Promise<number> {
  const connection = await connect({ address, key, timeoutMs: 10_000 });
  await connection.send({ cmd: 'status' });
  const answer = await connection.receive();
  void connection.close();
  return Number(answer?.header['memory_bytes']);
}

/** Milliseconds from the last answer of a transfer to its result on the screen. */
async function timeTransfers(probe: Console): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < transfers; index++) times.push(await probe.transfer('u1'));
  return times.slice(transfers / 10);
}

function startLoad(open: readonly Console[]): { stop(): Promise<{ perSecond: number }> } {
  let [isOn, count] = [true, 0];
  const startMs = performance.now();
  const people = open.map(async (person, index) => {
    await sleep((index * thinkSeconds * 1000) / open.length);
    while (isOn) {
      await person.transfer('probe');
      count++;
      if (isOn) await sleep(thinkSeconds * 1000);
    }
  });
  return {
    async stop() {
      const perSecond = (count * 1000) / (performance.now() - startMs);
      isOn = false;
      // They are asleep; nobody waits for them to wake up.
      void Promise.allSettled(people);
      return { perSecond };
    },
  };
}

const enter = '\r';
const down = '\x1b[B';

/** The menu on a screen of 80 columns, driven by keys. */
class Console {
  readonly #connection: Connection;
  #shown = '';
  #onShown: () => void = () => {};

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async open({ address, key }: ServerProcess, user: string): Promise<Console> {
    const connection = await connect({ address, key, timeoutMs: 30_000 });
    const console = new Console(connection);
    await connection.send({
      cmd: 'console',
      id: user,
      language: 'en',
      terminal: { kind: 'keys', columns: 80, rows: 24, colours: false },
    });
    void console.#read();
    await console.#see('Name');
    console.#type(user + enter);
    await console.#see('Password');
    console.#type(`123456${enter}`);
    await console.#see('Choose');
    return console;
  }

  /** @returns how long the transfer itself took, in milliseconds. */
  async transfer(to: string): Promise<number> {
    this.#type(down + down + enter);
    await this.#see('Transfer to');
    this.#type(to + enter);
    await this.#see('Amount');
    this.#type(`0.01${enter}`);
    await this.#see('(y/N)');
    const startMs = performance.now();
    this.#type(`y${enter}`);
    await this.#see('balance');
    const tookMs = performance.now() - startMs;
    await this.#see('Choose');
    return tookMs;
  }

  close(): void {
    void this.#connection.close();
  }

  #type(keys: string): void {
    void this.#connection.send({ cmd: 'input' }, Buffer.from(keys));
  }

  /** Waits for a text, and forgets all up to it. */
  async #see(text: string): Promise<void> {
    for (;;) {
      const at = this.#shown.indexOf(text);
      if (at >= 0) {
        this.#shown = this.#shown.slice(at + text.length);
        return;
      }
      await new Promise<void>((shown) => {
        this.#onShown = shown;
      });
    }
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const frame = await this.#connection.receive();
        if (frame === undefined) return;
        for await (const chunk of frame.body) this.#shown += chunk.toString('utf8');
        this.#onShown();
      }
    } catch {
      // The server has stopped.
    }
  }
}
