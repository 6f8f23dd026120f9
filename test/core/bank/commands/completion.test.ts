import { expect, test } from 'vitest';
import { offered } from '#test/kit/completion.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

test('bash completes the commands, their flags and the formats of a statement', async () => {
  using home = new Home();
  const { stdout: script } = await run(['completion', 'bash'], { home: home.path });
  const complete = (line: string) => offered({ shell: 'bash', script, line, folder: home.path });
  expect(await complete('tr')).toBe('transfer');
  expect((await complete('transfer --')).split(' ')).toEqual(
    expect.arrayContaining(['--amount', '--bank-withdraw-fee', '--id', '--to']),
  );
  expect(await complete('transfer --to alex --am')).toBe('--amount');
  expect(await complete('statement --format ')).toBe('csv json table');
  expect(await complete('statement --format c')).toBe('csv');
});
