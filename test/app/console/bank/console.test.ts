import { expect, test, vi } from 'vitest';
import { variable } from '#conf/app.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { expectSameDialogue, expectSameRun } from '../alike.ts';
import { AppServer, runRemote } from '../remote.ts';

vi.setConfig({ maxConcurrency: 8 });

const signIn = 'egon\n123\n';

test.concurrent.each([
  ['a confirmation', `${signIn}转账\nalex\n12.50\n`, '? 从 egon 转给 alex 12.50 元'],
  ['a complaint', `${signIn}转账\nalex\n12,5\n`, '请重新输入'],
  ['a transfer with its receipt', `${signIn}转账\nalex\n12.50\ny\n`, '已转给 alex'],
  ['a statement', `${signIn}存款\n5\n账单\n\n\n`, '存款'],
] as const)('the bank looks as it does on the server: %s', (_, typed, shown) =>
  expectSameDialogue(bankHome, typed, shown),
);

const password = { [variable('PASSWORD')]: '123' };
const script = `${signIn}balance\ntransfer\nalex\n5\ny\nbalance\n`;

test.concurrent.each([
  ['a script', [], script, {}],
  ['a script that ends in the middle', [], `${signIn}transfer\nalex`, {}],
  ['a command', ['balance', '--user', 'egon'], '', password],
  ['a command as JSON', ['balance', '--user', 'egon', '--json'], '', password],
  ['a refusal', ['transfer', '--user', 'egon', '--to', 'nobody', '--amount', '1'], '', password],
  [
    'a refusal as JSON',
    ['transfer', '--user', 'egon', '--to', 'egon', '--amount', '1', '--json'],
    '',
    password,
  ],
  ['missing flags', ['transfer', '--to', 'alex'], '', {}],
] as const)('without a terminal the bank is the same as on the server: %s', (_, args, input, env) =>
  expectSameRun(bankHome, args, { input, env }),
);

test.concurrent('audit and fees are refused over the network', async () => {
  using home = bankHome();
  await using server = await AppServer.start(home);
  const audit = await runRemote(server, ['audit']);
  expect([audit.code, audit.stdout]).toEqual([4, '']);
  expect(audit.stderr).toMatch(/^audit can only be run on the server's own machine\./);
  expect((await runRemote(server, ['--help'])).stdout).not.toContain('audit');
  expect(await runRemote(server, ['balance', '--withdraw-fee', '0'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('unknown flag --withdraw-fee'),
  });
});
