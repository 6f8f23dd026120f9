import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launcherOf } from '#test/kit/root.ts';
import { openScreen, type Screen } from '#test/kit/screen.ts';

const launcher = launcherOf('demo');
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterEach(() => {
  rmSync(temporary, { recursive: true });
});

const openDemo = (args: readonly string[] = []): Screen =>
  openScreen({ file: launcher, args, rows: 120, env: { APP_LANGUAGE: 'en', TMPDIR: temporary } });

test('plays to its end by itself, and leaves nothing behind', async () => {
  await using screen = openDemo(['--fast']);
  expect(await screen.exit(15_000)).toEqual({ code: 0, signal: undefined });
  const text = screen.text();
  expect(text).toMatch(/✔ Choose Balance\nBalance of egon: ¥10,000,000\.00/);
  expect(text).toMatch(/✔ Pay ¥176\.00 Yes\n[\s\S]*\nPaid; balance ¥9,999,824\.00/);
  expect(text).toMatch(/✔ Send ¥12\.50 from egon to alex Yes\nSent ¥12\.50 to alex; balance ¥9,999,811\.50/);
  expect(text).toMatch(/\nBalance █▁▁\n/);
  expect(text).toMatch(/✔ Choose Quit$/);
  expect(screen.cursor().visible).toBe(true);
  expect(readdirSync(temporary)).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it, and nothing is left behind', async (signal, code) => {
  await using screen = openDemo();
  await screen.waitFor('? Name');
  screen.kill(signal);
  expect(await screen.exit()).toEqual({ code, signal: undefined });
  expect(readdirSync(temporary)).toEqual([]);
});
