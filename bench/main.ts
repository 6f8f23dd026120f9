import { type Report, reportText } from './report.ts';

/** By the name that `npm run bench -- <name>` takes. Each is loaded when its turn comes. */
const benches: Readonly<Record<string, () => Promise<Report>>> = {
  start: async () => (await import('./start.ts')).benchStart(),
  'one-shot': async () => (await import('./one-shot.ts')).benchOneShot(),
  users: async () => (await import('./users.ts')).benchUsers(),
  transfers: async () => (await import('./bank/transfers.ts')).benchTransfers(),
  frames: async () => (await import('./net/frames.ts')).benchFrames(),
  clients: async () => (await import('./net/clients.ts')).benchClients(),
  put: async () => (await import('./files/put.ts')).benchPut(),
  consoles: async () => (await import('./console/consoles.ts')).benchConsoles(),
  log: async () => (await import('./log.ts')).benchLog(),
};

/** Runs the named benchmarks, or all, and prints a table for each. */
export async function main(names: readonly string[]): Promise<void> {
  const { stdout, stderr } = process;
  const known = Object.keys(benches);
  for (const name of names.length > 0 ? names : known) {
    const bench = benches[name];
    if (bench === undefined) {
      stderr.write(`There is no benchmark ${name}. There are: ${known.join(', ')}\n`);
      process.exitCode = 2;
      return;
    }
    stdout.write(`${reportText(await bench(), stdout.columns ?? 120)}\n\n`);
  }
}
