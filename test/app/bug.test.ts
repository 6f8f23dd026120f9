import { expect, test } from 'vitest';
import { openMenu } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { egon } from '#test/kit/users.ts';

test.concurrent.each([
  ['zh', /程序出错了，已记入日志，错误编号 ([0-9a-f]{8})。/],
  ['en', /Something went wrong in the app\. The log has the details under the id ([0-9a-f]{8})\./],
] as const)(
  'a bug in the middle of the menu: one sentence with an id, and the terminal back: %s',
  async (language, sentence) => {
    using home = new Home();
    await using screen = await openMenu(home, egon, { language });
    // A changed table is a bug to the app, which trusts its own tables.
    home.sql('drop table sign_in_attempt');
    screen.type({ zh: '修改密码\n123\n', en: 'Change password\n123\n' }[language]);
    expect(await screen.exit()).toEqual({ code: 1, signal: undefined });
    const [, below = ''] = screen.text().split(/✔ (?:当前密码|Current password) \*{8}\n/);
    expect(below).toMatch(new RegExp(`^${sentence.source}$`));
    expect(screen.cursor().visible).toBe(true);
    const [, id] = sentence.exec(below) ?? [];
    expect(home.log()).toMatch(
      new RegExp(`\\[CRITICAL\\]\\[程序错误 \\(bug\\) id=${id} .*no such table: sign_in_attempt`),
    );
  },
);
