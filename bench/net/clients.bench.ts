/** A thousand clients that connect at the same moment and speak at once: how long until each has its answer. */
import { variable } from '#conf/app.ts';
import { connect } from '#lib/net/connect.ts';
import type { Report } from '../report.ts';
import { quantile } from '../sample.ts';
import { startServer } from './server-process.ts';

const clients = 1_000;
const rounds = 5;

export async function bench(): Promise<Report> {
  // With a long time for the proof: the machine may be busy.
  const server = await startServer({ [variable('SERVER_UNPROVEN')]: String(clients) });
  await round(server, 50);
  const worst: { ratioMs: number; medianMs: number; slowestMs: number }[] = [];
  for (let index = 0; index < rounds; index++) {
    const times = await round(server, clients);
    const [medianMs, slowestMs] = [quantile(times), quantile(times, 1)];
    worst.push({ ratioMs: slowestMs - 10 * medianMs, medianMs, slowestMs });
  }
  await server.stop();
  const of = (pick: (one: (typeof worst)[number]) => number) => quantile(worst.map(pick)).toFixed(0);
  return {
    title: `${clients.toLocaleString('en')} clients at once: connect, prove, greet, ask, be answered`,
    rows: [
      { name: 'median', value: `${of(({ medianMs }) => medianMs)} ms` },
      { name: 'slowest', value: `${of(({ slowestMs }) => slowestMs)} ms` },
      {
        name: 'slowest, beyond ten times the median',
        value: `${of(({ ratioMs }) => ratioMs)} ms`,
        target: '<= 100',
      },
    ],
  };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** @returns milliseconds from the common start to the answer, for each client. All of them have to be answered. */
function round({ address, key }: Server, count: number): Promise<readonly number[]> {
  const startMs = performance.now();
  return Promise.all(
    Array.from({ length: count }, async () => {
      const connection = await connect({ address, key, timeoutMs: 60_000 });
      await connection.send({ cmd: 'status' });
      const answer = await connection.receive();
      if (answer?.header['status'] !== 'ok') throw new Error('a client was not answered');
      const tookMs = performance.now() - startMs;
      void connection.close();
      return tookMs;
    }),
  );
}
