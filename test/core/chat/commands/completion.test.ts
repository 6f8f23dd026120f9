import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { offered } from '#test/kit/completion.ts';
import { Home } from '#test/kit/home.ts';
import { run } from '#test/kit/run.ts';

test('bash completes the names of the address book, and runs none of them', async () => {
  using home = new Home();
  const names = ['金老板', '哪吒', '$(echo>ran)', '`echo>ran`', "';echo>ran;'", '*', '--json'];
  const env = { [variable('CHAT_BOOK')]: names.map((name) => `${name} = 127.0.0.1:8081`).join('\n') };
  const { stdout: script } = await run(['completion', 'bash'], { home: home.path, env });
  const complete = (line: string) => offered({ shell: 'bash', script, line, folder: home.path });
  expect((await complete('chat --with ')).split(' ')).toEqual(['金老板', '哪吒'].sort());
  expect(await complete('chat --with 金')).toBe('金老板');
  expect(readdirSync(home.path)).not.toContain('ran');
});
