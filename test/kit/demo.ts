import { readdirSync } from 'node:fs';
import { variable } from '#conf/app.ts';
import { launcherOf } from './root.ts';
import { openScreen, type Screen } from './screen.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** `npm run demo` on a screen that is high enough for all of it. */
export interface Demo extends AsyncDisposable {
  readonly screen: Screen;
  /** The files that the demo has left behind. */
  left(): readonly string[];
}

export function openDemo(args: readonly string[] = []): Demo {
  const temporary = new TemporaryFolder();
  const env = { [variable('LANGUAGE')]: 'en', TMPDIR: temporary.path };
  const screen = openScreen({ file: launcherOf('demo'), args, rows: 200, env });
  return {
    screen,
    left: () => readdirSync(temporary.path),
    async [Symbol.asyncDispose]() {
      await screen.close();
      temporary[Symbol.dispose]();
    },
  };
}

/** Plays the demo to its end. @returns its whole output. */
export async function playDemo(): Promise<string> {
  await using demo = openDemo(['--fast']);
  const { code } = await demo.screen.exit();
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${demo.screen.text()}`);
  return demo.screen.text();
}
