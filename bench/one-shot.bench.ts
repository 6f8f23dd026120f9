/** `whoami` from start to exit, and where the time goes. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { variable } from '#conf/app.ts';
import { appFile, courseCommand, environment, makeHome, oneLineFile, timeToExit } from './processes.ts';
import type { Report, Row } from './report.ts';
import { milliseconds, quantile, ratioOf } from './sample.ts';
import { user } from './user.ts';

const rounds = 31;
const stepRounds = 15;

export async function bench(): Promise<Report> {
  const home = makeHome();
  const env = { ...environment(home), [variable('PASSWORD')]: user.password };
  const node = process.execPath;
  const contestants = [
    { name: 'the course’s program, python3, to the end of its input', command: courseCommand(home) },
    { name: 'node writes one line', command: [node, oneLineFile] as const },
    { name: 'whoami --json', command: [node, appFile, 'whoami', '--user', user.name, '--json'] as const },
  ];
  const times = contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, { command }] of contestants.entries()) {
      const tookMs = await timeToExit(command, env);
      if (round >= 0) times[index]?.push(tookMs);
    }
  }
  const rows = contestants.map(({ name }, index): Row => {
    const own = times[index] ?? [];
    return { name, value: milliseconds(own), ratio: ratioOf(own, times[0] ?? []) };
  });
  const steps = await measureSteps(env);
  rmSync(home, { recursive: true });
  return { title: `One command from start to exit, Node ${process.version}`, rows: [...rows, ...steps] };
}

/** The steps behind `whoami`, each timed inside a process of its own, in the order they come. */
async function measureSteps(env: Record<string, string>): Promise<readonly Row[]> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < stepRounds; round++) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(__dirname, 'one-shot-steps.program.cjs')],
      {
        env,
      },
    );
    for (const [step, ms] of JSON.parse(stdout) as readonly [string, number][]) {
      times.set(step, [...(times.get(step) ?? []), ms]);
    }
  }
  return [...times].map(([step, ms]) => ({
    name: `  of it ${step}`,
    value: `${quantile(ms).toFixed(1)} ms`,
  }));
}
