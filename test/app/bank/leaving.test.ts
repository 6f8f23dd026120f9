import { describe, expect, test } from 'vitest';
import { waitForQuestion } from '#test/kit/app-screen.ts';
import { bankHome } from '#test/kit/bank/home.ts';
import { expectLeft, openInShell, waysToLeave } from '#test/kit/in-shell.ts';
import { run } from '#test/kit/run.ts';

describe.concurrent.each(waysToLeave.filter(([way]) => way !== 'Ctrl-D'))(
  '%s ends with code %d',
  (_, code, reason, leave) => {
    test.each([
      ['under a spinner', /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 存款$/m],
      ['between two prompts', '✔ 存入金额（元） 5'],
    ])('%s, and nothing has moved', async (_, shown) => {
      using home = bankHome();
      await using screen = openInShell(home);
      await screen.waitFor(/\? 用户名$/);
      screen.type('egon\n123\n存款\n');
      await waitForQuestion(screen, '存入金额（元）');
      using rival = home.openDatabase();
      rival.exec('begin immediate');
      screen.type('5\n');
      await screen.waitFor(shown);
      leave(screen);
      await expectLeft(screen, code);
      rival.exec('rollback');
      expect(home.all(`select id from journal where kind = 'deposit'`)).toEqual([]);
      expect(await run(['audit'], { home: home.path })).toMatchObject({ code: 0 });
      expect(home.log()).toMatch(/打开 \(open\) deposit user=egon/);
      expect(home.log()).toContain(`离开 (left) ${reason}]\n`);
    });
  },
);
