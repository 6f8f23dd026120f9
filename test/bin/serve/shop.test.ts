import { expect, test } from 'vitest';
import { Home } from '#test/kit/home.ts';
import { startServer } from '#test/kit/net/programs.ts';

test('the server does not start without products.ini: exit code 2', async () => {
  using home = new Home();
  home.remove('products.ini');
  const ended = await startServer(['--port', '0', '--no-auth'], { home: home.path }).ended;
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('products.ini');
});
