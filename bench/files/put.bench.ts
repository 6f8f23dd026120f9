/** One large file over loopback: `put` with its checksum, a bare socket piped into a file, and the course's Python pair. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { put } from '#core/files/verbs/put.ts';
import { connect } from '#lib/net/connect.ts';
import { testClient } from '#test/kit/net/test-client.ts';
import { pythonFile } from '../processes.ts';
import type { Report } from '../report.ts';
import { quantile, ratioOf } from '../sample.ts';

const mebibyte = 1024 * 1024;
const mebibytes = 1024;
const rounds = 8;
const serverFile = join(__dirname, 'put-server.program.cjs');
const peer = (name: string): string => resolve('test/peers/files', name);

/** A server that has started, and how a file gets there. @returns when the server has all of it. */
interface Contender {
  readonly name: string;
  readonly kind: 'bare' | 'synced' | 'files' | 'python';
  send(file: string, port: number, server: ChildProcess): Promise<void>;
}

const contenders: readonly Contender[] = [
  { name: 'bare net socket, piped to a file', kind: 'bare', send: pipe },
  { name: 'the same, synced to the disk', kind: 'synced', send: pipe },
  { name: 'the course’s pair in Python', kind: 'python', send: sendFromPython },
  { name: 'put, checksum and sync included', kind: 'files', send: sendByVerb },
];

export async function bench(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-put-'));
  const file = join(folder, 'sent.bin');
  fill(file);
  const times = new Map(contenders.map(({ kind }) => [kind, [] as number[]]));
  let mostKibibytes = 0;
  for (let round = 0; round < rounds; round++) {
    // Each goes first in turn: the pages that one leaves in memory influence the next one.
    const turn = round % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      const { ms, maxRssKibibytes } = await measure(contender, file, join(folder, 'received'));
      times.get(contender.kind)?.push(ms);
      if (contender.kind === 'files') mostKibibytes = Math.max(mostKibibytes, maxRssKibibytes);
    }
  }
  rmSync(folder, { recursive: true });
  const of = (kind: Contender['kind']): readonly number[] => times.get(kind) ?? [];
  const target = { bare: '>= 0.8', python: '>= 1.0' } as const;
  return {
    title: `Sending ${mebibytes} MiB`,
    rows: [
      ...contenders.map(({ name, kind }) => ({
        name,
        value: `${Math.round((mebibytes * 1000) / quantile(of(kind)))} MiB/s`,
      })),
      ...(['bare', 'synced', 'python'] as const).map((kind) => ({
        name: `put / ${contenders.find((one) => one.kind === kind)?.name}`,
        value: '',
        ratio: ratioOf(of(kind), of('files')),
        ...(kind === 'synced' ? {} : { target: target[kind] }),
      })),
      {
        name: 'most memory of the server of put',
        value: `${Math.round(mostKibibytes / 1024)} MiB`,
        target: '<= 160',
      },
    ],
  };
}

/** Each time in a new process and a new folder, so that no run profits from an earlier one. */
async function measure({ kind, send }: Contender, file: string, folder: string) {
  mkdirSync(folder);
  const command =
    kind === 'python'
      ? [pythonFile(), peer('put_server.py'), folder, '-']
      : [process.execPath, serverFile, kind, folder];
  const [program = '', ...args] = command;
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(server.stdout, 'data');
  const startMs = performance.now();
  await send(file, Number(String(port)), server);
  const ms = performance.now() - startMs;
  const maxRssKibibytes = await stop(server, kind === 'python');
  rmSync(folder, { recursive: true });
  return { ms, maxRssKibibytes };
}

async function stop(server: ChildProcess, hasEnded: boolean): Promise<number> {
  if (hasEnded || server.stdout === null) return 0;
  let printed = '';
  server.stdout.on('data', (text) => {
    printed += String(text);
  });
  server.kill();
  await once(server, 'close');
  return Number(printed) || 0;
}

async function pipe(file: string, port: number): Promise<void> {
  const socket = connectSocket({ port, host: '127.0.0.1' });
  createReadStream(file, { highWaterMark: mebibyte }).pipe(socket);
  socket.resume();
  await once(socket, 'close');
}

async function sendFromPython(file: string, port: number, server: ChildProcess): Promise<void> {
  const client = spawn(pythonFile(), [peer('put_client.py'), String(port), '-', file], { stdio: 'inherit' });
  await Promise.all([once(client, 'exit'), once(server, 'exit')]);
}

async function sendByVerb(file: string, port: number): Promise<void> {
  const address = { host: '127.0.0.1', port };
  const signal = new AbortController().signal;
  const connection = await connect({ address, key: undefined, timeoutMs: 10_000, signal });
  const client = testClient({
    words: [file],
    address,
    exiting: signal,
    connect: async () => connection,
    uptimeMs: () => performance.now(),
  });
  await put.run(client);
  await connection.close();
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(mebibyte);
  for (let n = 0; n < mebibytes; n++) writeSync(descriptor, randomFillSync(bytes));
  closeSync(descriptor);
}
