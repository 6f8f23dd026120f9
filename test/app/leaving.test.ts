import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { launcher, openFirstQuestion, sampleLauncher, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import {
  environmentOf,
  expectLeft,
  expectStopAtList,
  inJobs,
  openInShell,
  pidIn,
  stack,
  stopByForce,
  typeBeyondWidth,
  waysToLeave,
  waysToStop,
} from '#test/kit/in-shell.ts';
import { runAs } from '#test/kit/run.ts';
import { openScreen } from '#test/kit/screen.ts';
import { holdLoading } from '#test/kit/slow-start.ts';
import { casesOf } from '#test/kit/thorough.ts';
import { egon } from '#test/kit/users.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const signedIn = ['登录成功 (signed in) user=egon'];

/** A position in the app: the keys after the first question, the question that is open then, and the expected lines of the log. */
const positions = [
  ['the name', launcher, '', '用户名', []],
  ['the password', launcher, 'egon\n', '密码', []],
  ['the menu', launcher, 'egon\n123\n', '请选择', signedIn],
  ['a text', sampleLauncher, 'egon\n123\n记事\n', '内容', ['打开 (open) note user=egon']],
  ['a list', sampleLauncher, 'egon\n123\n挑选\n', '哪一个', ['打开 (open) pick user=egon']],
  ['a search', sampleLauncher, 'egon\n123\n查找\n', '找什么', signedIn],
  ['a confirmation', sampleLauncher, 'egon\n123\n记事\n茶\n2\n', '把 茶 记 2 次', signedIn],
  ['a new password', launcher, 'egon\n123\n修改密码\n123\n12345678\n', '再输入一次', signedIn],
] as const;

describe.concurrent.each(waysToLeave)(
  '%s ends with code %d, the terminal as it was',
  (way, code, reason, leave) => {
    const among = ([name]: (typeof positions)[number]) =>
      way === 'Ctrl-C' || name === 'the menu' || name === 'a text';
    test.each(casesOf(positions, among))('at %s', async (_, program, typed, question, logged) => {
      using home = new Home();
      await using screen = openInShell(home, program);
      await screen.waitFor(/\? 用户名$/);
      screen.type(typed);
      await waitForQuestion(screen, question);
      leave(screen);
      await expectLeft(screen, code);
      expectSound(home, logged, reason);
    });

    test('at the sign-in after the session has ended', async () => {
      using home = new Home({ 'config.ini': '[egon]\npassword=123\nuser_timeout=1\n' });
      await using screen = openInShell(home);
      await screen.waitFor(/\? 用户名$/);
      screen.type('egon\n123\n');
      await screen.waitFor(/会话已到期。[^\n]*\n\? 用户名 \(egon\)$/);
      leave(screen);
      await expectLeft(screen, code);
      expectSound(home, ['会话结束 (session ended) user=egon'], reason);
    });

    test('when only the first question is loaded', async () => {
      using home = new Home();
      await using screen = openInShell(home);
      await screen.waitFor(/\? 用户名$/);
      leave(screen);
      await expectLeft(screen, code);
    });

    test('before loading has ended', async () => {
      using home = new Home();
      const goOn = holdLoading(home);
      await using screen = openInShell(home, sampleLauncher);
      await screen.waitFor(/\? 用户名$/);
      leave(screen);
      await goOn();
      await expectLeft(screen, code);
    });
  },
);

describe.concurrent.each(waysToLeave.filter(([way]) => way !== 'Ctrl-D'))(
  '%s ends with code %d',
  (_, code, reason, leave) => {
    test.each([
      ['under a spinner', /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 修改密码$/m],
      ['between two prompts', '✔ 再输入一次'],
    ])('%s, and nothing has changed', async (_, shown) => {
      using home = new Home();
      await using screen = openInShell(home);
      await screen.waitFor(/\? 用户名$/);
      screen.type('egon\n123\n修改密码\n123\n12345678\n');
      await waitForQuestion(screen, '再输入一次');
      using rival = home.openDatabase();
      rival.exec('begin immediate');
      screen.type('12345678\n');
      await screen.waitFor(shown);
      leave(screen);
      await expectLeft(screen, code);
      rival.exec('rollback');
      expect(home.all('select name from credential')).toEqual([]);
      expect(await runAs(egon, ['whoami'], { home: home.path })).toMatchObject({ code: 0 });
      expect(home.log()).toMatch(/打开 \(open\) password user=egon/);
      expect(home.log()).toContain(`离开 (left) ${reason}]\n`);
    });
  },
);

describe.concurrent('a window that is closed', () => {
  test.each(positions)('at %s', async (_, program, typed, question, logged) => {
    using home = new Home();
    await using screen = openInShell(home, program);
    await screen.waitFor(/\? 用户名$/);
    screen.type(typed);
    await waitForQuestion(screen, question);
    const pid = pidIn(screen);
    screen.hangUp();
    await ended(pid);
    expectSound(home, logged, '(hangup|end)');
  });

  test('before loading has ended', async () => {
    using home = new Home();
    const goOn = holdLoading(home);
    await using screen = openInShell(home, sampleLauncher);
    await screen.waitFor(/\? 用户名$/);
    const pid = pidIn(screen);
    screen.hangUp();
    await goOn();
    await ended(pid);
  });
});

/** The sample app as a job of a shell. */
const openJob = (home: Home, jobs: string) =>
  openScreen({
    command: inJobs(jobs),
    args: [process.execPath, sampleLauncher],
    rows: 40,
    env: environmentOf(home),
  });

test.concurrent('Ctrl-Z returns to the shell, and fg shows the question with the typed text', async () => {
  using home = new Home();
  await using screen = openJob(home, '"$@" & fg; echo stopped; stty -a | grep -o " icanon"; fg');
  await screen.waitFor(/\? 用户名$/);
  screen.type('egon\n123\n记事\nal');
  await waitForQuestion(screen, '内容 al');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped\n icanon\n[\s\S]*\? 内容 al$/);
  screen.type('ex\n');
  await waitForQuestion(screen, '次数');
  screen.press('ctrl-c');
  await screen.exit();
  expectSound(home, [], 'interrupt');
});

test.concurrent('a window that is resized while the app is stopped: fg draws for the new size', async () => {
  using home = new Home();
  await using screen = openJob(home, '"$@" & fg; echo stopped; read -r; fg');
  await screen.waitFor(/\? 用户名$/);
  screen.type('egon\n123\n记事\n');
  await waitForQuestion(screen, '内容');
  screen.press('ctrl-z');
  await screen.waitFor(/stopped$/);
  screen.resize(50, 40);
  screen.type('\n');
  await waitForQuestion(screen, '内容');
  await typeBeyondWidth(screen, '内容');
});

test.concurrent.for(waysToStop)(
  '%s at a list: the shell gets the cursor and an empty screen, and fg goes on at the same entry',
  async ([, stop]) => {
    using home = new Home();
    await using screen = openJob(home, '"$@" & echo job $!; fg; stty -a | grep -o " icanon"; read -r; fg');
    await screen.waitFor(/\? 用户名$/);
    screen.type('egon\n123\n');
    await waitForQuestion(screen, '请选择');
    await expectStopAtList(screen, stop);
    screen.press('ctrl-c');
    await screen.exit();
  },
);

test.concurrent('SIGSTOP cannot be noticed: after fg the app takes keys again, and draws its list below', async () => {
  using home = new Home();
  await using screen = openJob(home, '"$@" & echo job $!; fg; echo stopped; read -r; fg');
  await screen.waitFor(/\? 用户名$/);
  screen.type('egon\n123\n');
  await waitForQuestion(screen, '请选择');
  stopByForce(screen);
  await screen.waitFor('stopped');
  screen.type('\n');
  await screen.waitFor(/stopped[\s\S]*\? 请选择\n❯ 1\./);
  screen.press('down');
  await screen.waitFor(/stopped[\s\S]*❯ 2\./);
  screen.press('ctrl-c');
  await screen.exit();
});

test.concurrent('repeated Ctrl-C shows no stack', async () => {
  using home = new Home();
  await using screen = await openFirstQuestion(home);
  for (let count = 0; count < 20; count++) {
    screen.press('ctrl-c');
    await sleep(5);
  }
  expect(await screen.exit()).toEqual({ code: 130, signal: undefined });
  expect(screen.history()).not.toMatch(stack);
});

/** The log is complete, and the database is intact and needs no recovery. */
function expectSound(home: Home, logged: readonly string[], reason: string): void {
  const log = home.log();
  for (const text of ['It works!', ...logged]) expect(log).toContain(text);
  expect(log).toMatch(new RegExp(`^(\\[.*\\]\n)+\\[.*\\[离开 \\(left\\) ${reason}\\]\n$`));
  const wal = `${home.databaseFile}-wal`;
  expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0);
  // At the first question the app may not have made the file yet.
  if (!existsSync(home.databaseFile)) return;
  expect(home.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
}

async function ended(pid: number): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (isAlive(pid)) {
    if (performance.now() > untilMs) throw new Error(`process ${pid} still runs`);
    await sleep(10);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch {
    return false;
  }
}

/** Its parent, the shell, has ended as well, so the system may need a while to reap the process. */
function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8'));
}
