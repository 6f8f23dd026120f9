import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

const password = `${variable('PASSWORD')} (--password-stdin)`;
const missing = (what: string) => `Missing: ${what}. Give them on the command line.`;

test.concurrent.each([
  ['transfer', missing(`--user, ${password}, --to, --amount`)],
  ['transfer --user egon --to alex', missing(`${password}, --amount`)],
  ['transfer --id x', missing(`--user, ${password}, --to, --amount`)],
  ['statement', missing(`--user, ${password}`)],
  ['transfr', 'unknown command transfr, did you mean transfer. See --help.'],
  [
    'transfer --frm egon alex --amount x',
    'unknown flag --frm; unexpected argument egon; unexpected argument alex; An amount is written like 12, 12.5 or 12.50. Type it again. See --help.',
  ],
])('%s', async (line, sentence) => {
  using home = new Home();
  const { code, stdout, stderr } = await run(line.split(' '), { home: home.path });
  expect([code, stdout, stderr.trimEnd()]).toEqual([2, '', sentence]);
});
