/** How soon the first question stands on the screen of a pty, and how soon after that the app takes an answer. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { signInLabels } from '#core/sign-in-labels.ts';
import {
  appFile,
  type Command,
  courseCommand,
  environment,
  makeHome,
  oneLineFile,
  type Sight,
  selectFile,
  timeToSights,
} from './processes.ts';
import type { Report, Row } from './report.ts';
import { milliseconds, ratioOf } from './sample.ts';
import { user } from './user.ts';

const rounds = 31;

interface Contestant {
  readonly name: string;
  readonly command: Command;
  readonly sights: readonly Sight[];
  readonly target?: string;
}

/** BENCH_NODES: further Nodes to measure with, as paths with a colon between them. */
export async function bench(): Promise<Report> {
  const home = makeHome();
  const env = environment(home);
  const course: Contestant = {
    name: 'the course’s program, python3',
    command: courseCommand(home),
    sights: [{ text: 'name>>: ', answer: `${user.name}\r` }, { text: 'password>>: ' }],
  };
  const nodes = [process.execPath, ...(process.env['BENCH_NODES'] ?? '').split(delimiter).filter(Boolean)];
  const contestants = [course, ...nodes.flatMap(contestantsOn)];
  const times = new Map(contestants.map((one) => [one, one.sights.map(() => [] as number[])]));
  for (let round = -1; round < rounds; round++) {
    for (const [{ command, sights }, columns] of times) {
      const took = await timeToSights(command, env, sights);
      if (round < 0) continue;
      for (const [index, column] of columns.entries()) column.push(took[index] ?? Number.NaN);
    }
  }
  rmSync(home, { recursive: true });

  const base = times.get(course)?.[0] ?? [];
  const rows = [...times].flatMap(([{ name, target }, [first = [], second]]): Row[] => [
    {
      name,
      value: milliseconds(first),
      ratio: ratioOf(first, base),
      ...(target === undefined ? {} : { target }),
    },
    ...(second === undefined
      ? []
      : [
          {
            name: '  a name typed at once is taken',
            value: milliseconds(second),
            ratio: ratioOf(second, base),
          },
        ]),
  ]);
  return { title: `First prompt in a pty, ${rounds} rounds`, rows };
}

function contestantsOn(node: string): readonly Contestant[] {
  const version = `Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`;
  const { name, password } = signInLabels;
  return [
    {
      name: `${version}: this app`,
      command: [node, appFile],
      sights: [{ text: name.en, answer: `${user.name}\r` }, { text: password.en }],
      target: '<= 1.00',
    },
    { name: `${version}: writes one line`, command: [node, oneLineFile], sights: [{ text: 'ready' }] },
    { name: `${version}: inquirer select alone`, command: [node, selectFile], sights: [{ text: 'Menu' }] },
  ];
}
