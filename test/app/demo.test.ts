import { expect, test } from 'vitest';
import { openDemo } from '#test/kit/demo.ts';

test('plays to its end by itself, and leaves nothing behind', async () => {
  const { screen, left } = openDemo(['--fast']);
  await using open = screen;
  expect(await open.exit(30_000)).toEqual({ code: 0, signal: undefined });
  expect(open.text()).toMatch(/✔ Choose Who am I\negon, session: .* left, English, on this machine\n/);
  expect(open.text()).toMatch(/✔ Choose Quit$/);
  expect(open.cursor().visible).toBe(true);
  expect(left()).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it, and nothing is left behind', async (signal, code) => {
  const { screen, left } = openDemo();
  await using open = screen;
  await open.waitFor('? Name');
  open.kill(signal);
  expect(await open.exit()).toEqual({ code, signal: undefined });
  expect(left()).toEqual([]);
});
