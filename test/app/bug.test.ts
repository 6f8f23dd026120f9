import { expect, test } from 'vitest';
import { openSampleMenu } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { bugText } from '#test/kit/sample/note.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent.each([
  ['zh', /程序出错了，已记入日志，错误编号 ([0-9a-f]{8})。/],
  ['en', /Something went wrong in the app\. The log has the details under the id ([0-9a-f]{8})\./],
] as const)(
  'a bug in the middle of the menu: one sentence with an id, and the terminal back: %s',
  async (language, sentence) => {
    using home = new Home();
    await using screen = await openSampleMenu(home, egon, { language });
    screen.type(`${{ zh: '记事', en: 'Note' }[language]}\n${bugText}\n1\ny\n`);
    expect(await screen.exit()).toEqual({ code: 1, signal: undefined });
    const [, below = ''] = screen.text().split(/✔ .*(?:确定吗|1 times) .*\n/);
    expect(below).toMatch(new RegExp(`^${sentence.source}$`));
    expect(screen.cursor().visible).toBe(true);
    const [, id] = sentence.exec(below) ?? [];
    expect(home.log()).toMatch(
      new RegExp(`\\[CRITICAL\\]\\[程序错误 \\(bug\\) id=${id} .*a mistake in the command`),
    );
  },
);
