/** Requests and answers over one connection: one at a time, and a hundred under way at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { encodeHeader } from '#lib/net/frame-encoder.ts';
import { pythonFile } from '../processes.ts';
import type { Report, Row } from '../report.ts';
import { quantile, ratioOf } from '../sample.ts';

const rounds = 11;
const bodyBytes = 64;
const body = Buffer.alloc(bodyBytes, 'a');

const bytesName = 'bare net, bytes as they come';
const lengthsName = 'bare net, a write per message';
const pythonName = 'Python ThreadingTCPServer, frames';
const framesName = 'frames';

/** The request, and the number of bytes of its answer. */
interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly request: Buffer;
  readonly answerBytes: number;
  /** Sent once, and answered. */
  readonly hello?: Buffer;
}

const serverFile = join(__dirname, 'servers.program.cjs');
const frame = Buffer.concat([encodeHeader({ cmd: 'return' }, bodyBytes), body]);
const answerBytes = encodeHeader({ status: 'ok' }, bodyBytes).length + bodyBytes;
const hello = encodeHeader({ cmd: 'hello', protocol: 1, nonce: '0'.repeat(64) });
const length = Buffer.alloc(4);
length.writeInt32LE(frame.length - 4);
const message = Buffer.concat([length, frame.subarray(4)]);

const node = (server: string) => [process.execPath, serverFile, server];
const framed = { request: frame, answerBytes, hello };

const contenders = (): readonly Contender[] => [
  { name: bytesName, command: node('bytes'), request: frame, answerBytes: frame.length },
  { name: lengthsName, command: node('lengths'), request: message, answerBytes: message.length },
  { name: pythonName, command: [pythonFile(), resolve('bench/net/threading_server.py')], ...framed },
  { name: framesName, command: node('frames'), ...framed },
  { name: 'frames, with the access log', command: node('frames-logged'), ...framed },
];

/** How the requests of a round are sent, and the baseline of the frames. */
interface Way {
  readonly title: string;
  readonly requests: number;
  readonly atOnce: number;
  readonly base: string;
  readonly target: string;
}

const ways: readonly Way[] = [
  { title: 'one at a time', requests: 4_000, atOnce: 1, base: bytesName, target: '>= 0.7' },
  { title: '100 under way', requests: 40_000, atOnce: 100, base: lengthsName, target: '>= 0.5' },
];

export async function bench(): Promise<Report> {
  const servers = await Promise.all(contenders().map(open));
  const rows: Row[] = [];
  for (const way of ways) rows.push(...(await benchWay(servers, way)));
  for (const { socket, child } of servers) {
    socket.destroy();
    child.kill();
  }
  return { title: `Request and answer, ${bodyBytes} bytes each`, rows };
}

async function benchWay(servers: readonly Open[], way: Way): Promise<Row[]> {
  const times = new Map(servers.map(({ name }) => [name, [] as number[]]));
  for (let round = -2; round < rounds; round++) {
    for (const server of servers) {
      const ms = await timeOf(server, way);
      // The first rounds are a warm-up.
      if (round >= 0) times.get(server.name)?.push(ms);
    }
  }
  const of = (name: string): readonly number[] => times.get(name) ?? [];
  const rows = servers.map(({ name }) => ({
    name: `${way.title}: ${name}`,
    value: `${Math.round((way.requests * 1000) / quantile(of(name))).toLocaleString('en')} /s`,
    ratio: ratioOf(of(way.base), of(name)),
    ...(name === framesName ? { target: way.target } : {}),
  }));
  const ahead = {
    name: `${way.title}: frames / Python`,
    value: '',
    ratio: ratioOf(of(pythonName), of(framesName)),
    target: '>= 1.0',
  };
  return [...rows, ahead];
}

interface Open extends Contender {
  readonly child: ChildProcess;
  readonly socket: Socket;
}

async function open(contender: Contender): Promise<Open> {
  const [file = '', ...args] = contender.command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await once(child.stdout, 'data');
  const socket = connect({ host: '127.0.0.1', port: Number(String(printed)), noDelay: true });
  await once(socket, 'connect');
  if (contender.hello !== undefined) {
    socket.write(contender.hello);
    await once(socket, 'data');
  }
  return { ...contender, child, socket };
}

/** Milliseconds until every request of the round has been answered. */
function timeOf({ socket, request, answerBytes }: Open, { requests, atOnce }: Way): Promise<number> {
  const batch = Buffer.concat(Array.from({ length: atOnce }, () => request));
  const batchBytes = answerBytes * atOnce;
  const startMs = performance.now();
  let left = requests / atOnce;
  let received = 0;
  return new Promise((done) => {
    const take = (chunk: Buffer): void => {
      received += chunk.length;
      if (received < batchBytes) return;
      received -= batchBytes;
      left--;
      if (left > 0) return void socket.write(batch);
      socket.off('data', take);
      done(performance.now() - startMs);
    };
    socket.on('data', take);
    socket.write(batch);
  });
}
