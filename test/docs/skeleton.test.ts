import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { readDocument, readmes } from '#test/kit/markdown.ts';
import { egon, runAs } from '#test/kit/run.ts';
import { openScreen } from '#test/kit/screen.ts';
import { layerViolations, readSources } from '#test/layers.ts';
import { commandsIn, replay } from './commands-shown.ts';
import { openSkeleton, type Skeleton } from './skeleton.ts';

let skeleton: Skeleton;
beforeAll(async () => {
  skeleton = await openSkeleton();
}, 300_000);
afterAll(() => skeleton?.[Symbol.dispose]());

describe('what remains when the demo is taken away as the README says', { timeout: 300_000 }, () => {
  test('passes the linter and the compiler', async () => {
    await skeleton.run('npx', ['biome', 'ci', '.']);
    await skeleton.run('npx', ['tsc', '-p', '.']);
  });

  test('keeps the layers', () => {
    const sources = readSources(skeleton.path);
    expect(sources.size).toBeGreaterThan(50);
    const ofDemo = [/^core\/commands\/greet\.ts$/, /^bin\/my-feature\.ts$/];
    expect(layerViolations(sources, ofDemo)).toEqual([]);
  });

  test('signs in, shows its own menu, runs the new command, signs out and quits', async () => {
    using home = new Home();
    await using screen = openScreen({
      file: 'bin/start.js',
      cwd: skeleton.path,
      env: { APP_HOME: home.path, APP_LANGUAGE: 'zh' },
    });
    const steps = [
      ['? 用户名', 'egon'],
      ['? 密码', '123'],
      ['? 请选择\n❯ 1. 问候\n  2. 聊天\n  3. 修改密码\n  4. 退出登录\n  5. 退出\n', '1'],
      ['? 问候谁', '陈晨'],
      ['egon 向 陈晨 问好。\n', '4'],
      ['已退出登录。\n? 用户名', 'alex'],
      ['? 密码', 'alex3714'],
      ['  alex  会话剩余', '5'],
    ] as const;
    for (const [shown, keys] of steps) {
      await screen.waitFor(shown, 15_000);
      screen.type(`${keys}\n`);
    }
    expect(await screen.exit(15_000)).toEqual({ code: 0, signal: undefined });
    expect(home.log()).toMatch(
      /\[task_id:core\.greet\]\[greet\.ts:\d+\]\[INFO\]\[问候 \(greeted\) user=egon whom=陈晨\]/,
    );
    expect(home.all(`select name from sqlite_schema where name = 'account'`)).toEqual([]);
  });

  test('will not open the database of the demo, until it is reset', async () => {
    using home = new Home();
    await runAs(egon, ['balance'], { home: home.path });
    const env = { APP_HOME: home.path, APP_PASSWORD: '123' };
    const greet = () =>
      skeleton.run('node', ['bin/start.js', 'greet', '--user', 'egon', '--whom', 'alex'], env);
    await expect(greet()).rejects.toThrow('written by a newer version');
    await skeleton.run('node', ['bin/start.js', 'reset', '--yes'], env);
    expect(await greet()).toBe('egon says hello to alex.\n');
  });
});

test.for(readmes)(
  'the new command does what $file shows',
  { timeout: 300_000 },
  async ({ file, language }) => {
    using home = new Home();
    const [, shown = ''] =
      /<!-- checked: greet -->\n```console\n([\s\S]+?)\n```/.exec(readDocument(file)) ?? [];
    const options = { home: home.path, language, folder: skeleton.path };
    expect(await replay(commandsIn(shown), options)).toBe(shown);
  },
);
