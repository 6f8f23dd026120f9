import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { variable } from '#conf/app.ts';
import { launcherOf } from './root.ts';
import { openScreen, type Screen } from './screen.ts';

/** `npm run demo` on a screen that is high enough for all of it. `left` lists the files it has left behind. */
export function openDemo(args: readonly string[] = []): { screen: Screen; left: () => readonly string[] } {
  const temporary = mkdtempSync(join(tmpdir(), 'demo-'));
  onTestFinished(() => rmSync(temporary, { recursive: true }));
  const env = { [variable('LANGUAGE')]: 'en', TMPDIR: temporary };
  const screen = openScreen({ file: launcherOf('demo'), args, rows: 200, env });
  return { screen, left: () => readdirSync(temporary) };
}

/** Plays it to its end. @returns all it has shown. */
export async function playDemo(): Promise<string> {
  const { screen } = openDemo(['--fast']);
  await using open = screen;
  const { code } = await open.exit(30_000);
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${open.text()}`);
  return open.text();
}
