/** Starts with 100,000 users in config.ini, against starts with three. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { variable } from '#conf/app.ts';
import { appFile, environment, makeHome, timeToExit, writeUsers } from './processes.ts';
import type { Report } from './report.ts';
import { milliseconds, quantile, ratioOf } from './sample.ts';
import { user } from './user.ts';

const users = 100_000;
const firstStarts = 3;
const rounds = 31;

export async function bench(): Promise<Report> {
  const [few, many] = [makeHome(), makeHome()];
  writeUsers(
    many,
    Array.from({ length: users }, (_, n) => `user${n}`),
  );
  const whoami = (home: string, name: string) =>
    timeToExit([process.execPath, appFile, 'whoami', '--user', name, '--json'], {
      ...environment(home),
      [variable('PASSWORD')]: user.password,
    });

  const first: number[] = [];
  for (let start = 0; start < firstStarts; start++) {
    rmSync(join(many, 'db'), { recursive: true, force: true });
    first.push(await whoami(many, 'user77777'));
  }
  const later = { few: [] as number[], many: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const took = { few: await whoami(few, user.name), many: await whoami(many, 'user77777') };
    if (round < 0) continue;
    later.few.push(took.few);
    later.many.push(took.many);
  }
  for (const home of [few, many]) rmSync(home, { recursive: true });

  const name = `${users.toLocaleString('en')} users`;
  return {
    title: `whoami --json with ${name} in config.ini`,
    rows: [
      { name: `first start, ${name}`, value: `${(quantile(first) / 1000).toFixed(2)} s`, target: '<= 5' },
      { name: 'later start, 3 users', value: milliseconds(later.few), ratio: '1.00' },
      {
        name: `later start, ${name}`,
        value: milliseconds(later.many),
        ratio: ratioOf(later.many, later.few),
        target: '<= 1.20',
      },
    ],
  };
}
