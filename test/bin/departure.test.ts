import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { sampleLauncher } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run, runAs, start } from '#test/kit/run.ts';
import { bugText } from '#test/kit/sample/note.ts';
import { egon } from '#test/kit/users.ts';

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** The app promises a second; the rest is for a busy machine. A process that ignores the signal is killed after a minute. */
const withinMs = 20_000;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10);
}

/** Waits until the process has shown the text. */
const shows = ({ stdout }: ReturnType<typeof start>, wanted: string): Promise<void> =>
  new Promise((resolve) => {
    let shown = '';
    stdout.on('data', (text: string) => {
      shown += text;
      if (shown.includes(wanted)) resolve();
    });
  });

describe.each(signals)('%s ends with exit code %d, at once, with everything logged', (signal, code) => {
  test.concurrent.each([
    ['at the name', '', 'Name\n', 'It works!'],
    ['in the menu', 'egon\n123\n', '. Quit\n', '登录成功 (signed in) user=egon'],
    ['at a confirmation', 'egon\n123\nnote\nalex\n5\n', 'Note alex 5 times', '打开 (open) note user=egon'],
  ])('%s', async (_, input, wanted, logged) => {
    using home = new Home();
    const app = start([], { home: home.path, launcher: sampleLauncher });
    const shown = shows(app, wanted);
    app.stdin.write(input);
    await shown;
    const sentAtMs = performance.now();
    app.kill(signal);
    expect(await app.ended).toMatchObject({ code, signal: null, stderr: '' });
    expect(performance.now() - sentAtMs).toBeLessThan(withinMs);
    expect(home.log()).toContain(logged);
    expect(home.log().endsWith('\n')).toBe(true);
  });

  test.concurrent('while a command waits for the database, which then has not changed', async () => {
    using home = new Home();
    await runAs(egon, ['whoami'], { home: home.path });
    const linesBefore = home.log().split('\n').length;
    using held = home.openDatabase();
    held.exec('begin immediate');
    const app = start(['password', '--user', 'egon'], {
      home: home.path,
      env: { [variable('PASSWORD')]: '123', [variable('NEW_PASSWORD')]: 'password-1' },
    });
    await until(() => home.log().split('\n').length > linesBefore);
    const sentAtMs = performance.now();
    app.kill(signal);
    expect(await app.ended).toMatchObject({ code, signal: null, stdout: '' });
    expect(performance.now() - sentAtMs).toBeLessThan(withinMs);
    held.exec('rollback');
    expect(home.all('select name from credential')).toEqual([]);
  });
});

describe('a bug', () => {
  const sentence =
    /^Something went wrong in the app\. The log has the details under the id ([0-9a-f]{8})\.\n$/;

  test.concurrent('in the menu: exit code 1, one sentence with an id, and under the id the stack in the log', async () => {
    using home = new Home();
    const input = `egon\n123\nnote\n${bugText}\n1\ny\n`;
    const { code, stderr } = await run([], { home: home.path, launcher: sampleLauncher, input });
    expect(code).toBe(1);
    const [, id] = sentence.exec(stderr) ?? [];
    expect(id).toBeDefined();
    const line = home
      .log()
      .split('\n')
      .find((one) => one.includes(`id=${id}`));
    expect(line).toMatch(
      /\[bug-report\.ts:\d+]\[CRITICAL]\[程序错误 \(bug\) id=.*a mistake in the command\\n {4}at .*run/,
    );
  });

  test.concurrent('on the command line, in either language and as JSON', async () => {
    using home = new Home();
    const options = { home: home.path, launcher: sampleLauncher };
    const note = ['note', '--text', bugText, '--times', '1', '--yes'];
    const [en, zh, json] = await Promise.all([
      runAs(egon, note, options),
      runAs(egon, note, { ...options, env: { [variable('LANGUAGE')]: 'zh' } }),
      runAs(egon, [...note, '--json'], options),
    ]);
    expect(en).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(zh).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^程序出错了，已记入日志，错误编号 [0-9a-f]{8}。\n$/),
    });
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({ error: { code: 'bug' } });
  });
});

test.concurrent('--help and --version leave no database behind', async () => {
  using home = new Home();
  const ended = await Promise.all([
    run(['--help'], { home: home.path }),
    run(['--version'], { home: home.path }),
  ]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect(ended[1]?.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(existsSync(home.databaseFile)).toBe(false);
});
