import { expect, test } from 'vitest';
import { waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { openLine } from '#test/kit/redirected.ts';

const sent = `select kind from journal where kind = 'transfer'`;

test.concurrent.each([
  ['n', 2, 'Cancelled: nothing was done.', 0],
  ['y', 0, 'Sent ¥12.50 to alex', 1],
] as const)(
  'a transfer at a terminal signs in, asks, and confirms: %s',
  async (answer, code, said, transfers) => {
    using home = bankHome();
    await using screen = openLine(home, '"$@" transfer; echo "code $?"');
    for (const [question, typed] of [
      ['Name', 'egon\n'],
      ['Password', '123\n'],
      ['Transfer to', 'alex\n'],
      ['Amount', '12.50\n'],
      ['Send ¥12.50 from egon to alex', `${answer}\n`],
    ] as const) {
      await waitForQuestion(screen, question);
      screen.type(typed);
    }
    await screen.waitFor(`code ${code}`);
    expect(screen.text()).toContain(said);
    expect(home.all(sent)).toHaveLength(transfers);
  },
);

test.concurrent('a wrong password is refused before the questions', async () => {
  using home = bankHome();
  await using screen = openLine(home, '"$@" transfer --user egon; echo "code $?"');
  await waitForQuestion(screen, 'Password');
  screen.type('wrong\n');
  await screen.waitFor('code 3');
  expect(screen.text()).not.toContain('Transfer to');
});

test.concurrent('--yes skips the confirmation; a password that is asked needs one', async () => {
  using home = bankHome();
  const line = '"$@" transfer --user egon --to alex --amount 1';
  await using screen = openLine(home, `${line} --yes && ${line}; echo "code $?"`);
  await waitForQuestion(screen, 'Password');
  screen.type('123\n');
  await screen.waitFor('Sent ¥1.00 to alex');
  await waitForQuestion(screen, 'Password');
  screen.type('123\n');
  await waitForQuestion(screen, 'Send ¥1.00 from egon to alex');
  screen.type('y\n');
  await screen.waitFor('code 0');
  expect(home.all(sent)).toHaveLength(2);
});
