/** Starts with 100,000 users in config.ini, against starts with the three it comes with. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFile, environment, makeHome, timeToExit } from './processes.ts';
import type { Report } from './report.ts';
import { milliseconds, quantile, ratioOf } from './sample.ts';

const users = 100_000;
const firstStarts = 3;
const rounds = 31;

export async function benchUsers(): Promise<Report> {
  const [few, many] = [makeHome(), makeHome()];
  writeFileSync(join(many, 'conf', 'config.ini'), usersFile());
  const balance = (home: string, name: string) =>
    timeToExit([process.execPath, appFile, 'balance', '--user', name, '--json'], {
      ...environment(home),
      APP_PASSWORD: '123',
    });

  const first: number[] = [];
  for (let start = 0; start < firstStarts; start++) {
    rmSync(join(many, 'db'), { recursive: true, force: true });
    first.push(await balance(many, 'user77777'));
  }
  const later = { few: [] as number[], many: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const took = { few: await balance(few, 'egon'), many: await balance(many, 'user77777') };
    if (round < 0) continue;
    later.few.push(took.few);
    later.many.push(took.many);
  }
  for (const home of [few, many]) rmSync(home, { recursive: true });

  const name = `${users.toLocaleString('en')} users`;
  return {
    title: `balance --json with ${name} in config.ini`,
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

function usersFile(): string {
  const sections = Array.from({ length: users }, (_, n) => `[user${n}]\npassword = 123\nmoney = ${n}.50\n`);
  return ['[DEFAULT]\nuser_timeout = 1000\n', ...sections].join('\n');
}
