import { expect, test } from 'vitest';
import { openDemo } from '#test/kit/demo.ts';

test('the demo plays to its end, and leaves no file behind', async () => {
  await using demo = openDemo(['--fast']);
  const { screen, left } = demo;
  expect(await screen.exit()).toEqual({ code: 0, signal: undefined });
  expect(screen.text()).toMatch(/✔ Choose Who am I\negon, session: .* left, English, on this machine\n/);
  expect(screen.text()).toMatch(/✔ Choose Quit$/);
  expect(screen.cursor().visible).toBe(true);
  expect(left()).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it, and nothing is left behind', async (signal, code) => {
  await using demo = openDemo();
  const { screen, left } = demo;
  await screen.waitFor('? Name');
  screen.kill(signal);
  expect(await screen.exit()).toEqual({ code, signal: undefined });
  expect(left()).toEqual([]);
});
