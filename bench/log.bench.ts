/** The time of a log line for its caller, compared with plain winston and daily-rotate-file, without file and line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import winston from 'winston';
import DailyRotateFile from 'winston-daily-rotate-file';
import { logging } from '#conf/logging.ts';
import { openLogs } from '#lib/logger/open-logs.ts';

interface Contestant {
  name: string;
  log(message: string): void;
  /** Part of the measured time. */
  flush?(): void;
  /** Resolves when the lines are in the file. Not part of the measured time. */
  drain(): Promise<void>;
}

interface Row {
  name: string;
  value: string;
  ratio?: string;
  target?: string;
}

const rounds = 31;
const linesPerRound = 2_000;
const message = '登录 (signed in) user=egon，编号 018f3c1e-7b1a-7cc2-9d3a-2f6f0f5f7a11';

export async function bench(): Promise<{ title: string; rows: Row[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-log-'));
  const bare = openBare(join(folder, 'bare'));
  const contestants = [bare, ...(await openOurs(join(folder, 'ours')))];
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) times.get(contestant.name)?.push(await timePerLine(contestant));
  }
  await rm(folder, { recursive: true });

  const base = median(times.get(bare.name) ?? []);
  const rows = contestants.map((contestant) => {
    const time = median(times.get(contestant.name) ?? []);
    const row: Row = {
      name: contestant.name,
      value: `${(time * 1000).toFixed(2)} µs a line`,
      ratio: (time / base).toFixed(2),
    };
    return contestant === contestants[1] ? { ...row, target: '<= 1.2' } : row;
  });
  return { title: 'Logging a line, from the caller’s side', rows };
}

function openBare(dirname: string): Contestant {
  const { combine, printf, timestamp } = winston.format;
  const logger = winston.createLogger({
    format: combine(
      timestamp({ format: 'YYYY-MM-DD HH:mm:ss,SSS' }),
      printf(({ timestamp: time, level, message: text }) => `[${time}][${level}][${text}]`),
    ),
    transports: [new DailyRotateFile({ dirname, filename: 'all2-%DATE%', extension: '.log', maxSize: '5m' })],
  });
  return {
    name: 'winston + daily-rotate-file, no place',
    log: (text) => logger.info(text),
    drain: () => setTimeout(30),
  };
}

async function openOurs(folder: string): Promise<Contestant[]> {
  const logs = await openLogs({ ...logging, folder, now: Date.now, show: () => {}, onTrouble: raise });
  const logger = logs.logger('bench.log');
  const drain = () => logs.flush();
  const log = (text: string) => logger.at('log.ts:1').info(text);
  return [
    { name: 'ours, place written by the build', log, drain },
    { name: 'the same, until the file has it', log, flush: () => logs.flushSync(), drain },
    { name: 'ours, place from the stack', log: (text) => logger.info(text), drain },
  ];
}

/** Milliseconds. */
async function timePerLine({ log, flush, drain }: Contestant): Promise<number> {
  const start = performance.now();
  for (let line = 0; line < linesPerRound; line++) log(message);
  flush?.();
  const took = performance.now() - start;
  await drain();
  return took / linesPerRound;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function raise(reason: string): never {
  throw new Error(reason);
}
