import { type Report, reportText } from './report.ts';

export interface Bench {
  /** The argument of `npm run bench -- <name>`. */
  readonly name: string;
  run(): Promise<Report>;
}

/** Runs the named benchmarks, or all, and prints a table for each. */
export async function main(names: readonly string[], benches: readonly Bench[]): Promise<void> {
  const { stdout, stderr } = process;
  const known = benches.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    stderr.write(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  for (const { name, run } of benches) {
    if (names.length > 0 && !names.includes(name)) continue;
    stdout.write(`${reportText(await run(), stdout.columns ?? 120)}\n\n`);
  }
}
