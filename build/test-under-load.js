// Runs all tests several times while busy loops take every processor: npm run test:load [RUNS] [vitest's arguments]
// A test that depends on the speed of the machine fails here. The loops are `nice`: they use the idle time of the
// processors and delay the tests often. With --hard they have normal priority, and the tests get half of the machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { availableParallelism, constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';

const words = process.argv.slice(2).filter((word) => word !== '--hard');
const isHard = process.argv.includes('--hard');
const runs = /^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : 5;
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

const loops = Array.from({ length: 2 * availableParallelism() }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
/** @type {import('node:child_process').ChildProcess | undefined} */
let tests;
const stop = () => {
  for (const loop of loops) loop.kill('SIGKILL');
  tests?.kill();
};
process.on('exit', stop);
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));
if (!isHard) for (const { pid = 0 } of loops) setPriority(pid, constants.priority.PRIORITY_LOW);

for (let run = 1; run <= runs; run++) {
  const beganMs = performance.now();
  tests = spawn(process.execPath, [vitest, 'run', ...words], { stdio: 'inherit' });
  const [code] = await once(tests, 'exit');
  const seconds = Math.round((performance.now() - beganMs) / 1000);
  process.stdout.write(`run ${run} of ${runs}: ${code === 0 ? 'green' : 'red'}, ${seconds} s\n`);
  if (code !== 0) process.exit(1);
}
process.exit(0);
