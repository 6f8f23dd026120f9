import { expect, test } from 'vitest';
import { bankHome } from '#test/kit/bank/home.ts';
import { fileOf, openLine } from '#test/kit/redirected.ts';

const header = 'time,kind,counterparty,amount,fee,balance,id';

test.concurrent('a statement as CSV goes to the file, and the password is asked at the terminal', async () => {
  using home = bankHome();
  await using screen = openLine(home, '"$@" statement --user egon --format csv > out; echo "code $?"');
  await screen.waitFor('? Password');
  screen.type('123\n');
  await screen.waitFor('code 0');
  expect(fileOf(home, 'out')).toMatch(
    new RegExp(`^${header}\n[^\n]+,opening,,10000000.00,0.00,.*,opening/5\n$`),
  );
  expect(screen.text()).not.toContain(header);
});

test.concurrent('a table in a file has no colours, and not the width of the window', async () => {
  using home = bankHome();
  const line = '"$@" statement --user egon > out; echo "code $?"';
  await using screen = openLine(home, line, { columns: 40 });
  await screen.waitFor('? Password');
  screen.type('123\n');
  await screen.waitFor('code 0');
  const out = fileOf(home, 'out');
  expect(out).not.toContain('\x1b');
  // At 40 columns each movement would be a list.
  expect(out).toMatch(/^Time +Kind +With +Amount +Incl\. fee +Balance +Id\n/);
});
