import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openApp } from '#bin/shared/app.ts';
import { exitSignals } from '#bin/shared/exit-signals.ts';
import { prepare } from '#bin/shared/startup.ts';
import { app as identity, variable } from '#conf/app.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { openMenu } from '#core/menu.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { welcome } from '#core/welcome.ts';
import { clockOf } from '#lib/clock.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';

const enter = '\r';
const down = '\x1b[B';
/** From the first entry it goes to the last. */
const up = '\x1b[A';
const strayMs = 3_000;

/** What the demo types: sign in, look, shop, transfer, statement, leave. */
const script: readonly (readonly string[])[] = [
  ['egon', enter],
  ['123', enter],
  ['2', enter],
  ['1', enter],
  [enter],
  [down, down, enter],
  ['2', enter],
  ['5', enter],
  ['y', enter],
  ['6', enter],
  ['3', enter],
  ['alex', enter],
  ['12.50', enter],
  ['y', enter],
  ['4', enter],
  [enter],
  [enter],
  [up, enter],
];

/**
 * Plays a session by itself, on the real app with a database of its own. For somebody who only wants to look;
 * with `--fast`, for somebody who cannot wait.
 */
export async function main(root: URL): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  const home = mkdtempSync(join(tmpdir(), `${identity.name}-demo-`));
  cpSync(join(fileURLToPath(root), 'conf'), join(home, 'conf'), { recursive: true });
  const { settings, paths } = prepare(root, [], { ...env, [variable('HOME')]: home });
  const colours = wantsColours({ isTTY: stdout.isTTY, env });
  const input = new PassThrough();
  const words = terminalWords(settings.language);
  stdout.write(`${welcome(settings.language, colours)}\n`);
  const terminal = openPromptTerminal({ input, output: stdout, errors: stderr, colours, words });
  for (const [signal, reason] of Object.entries(exitSignals))
    process.on(signal, () => terminal.leave(reason));
  const app = await openApp({
    settings,
    paths,
    clock: clockOf(Date.now, () => performance.now()),
    warn: () => {},
  });
  const typing = play(
    input,
    argv.includes('--fast') ? { lineMs: 0, keyMs: 0 } : { lineMs: 1200, keyMs: 120 },
  );
  try {
    await app.users.refresh();
    await openMenu({ ...app, terminal, language: settings.language });
  } catch (error) {
    if (!(error instanceof ExitRequested)) throw error;
    process.exitCode = exitCodeOf(error.reason);
  } finally {
    typing.abort();
    terminal.close();
    await app.close();
    rmSync(home, { recursive: true });
  }
}

/** Types at the speed of a person who knows the app. */
function play(input: PassThrough, { lineMs, keyMs }: { lineMs: number; keyMs: number }): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  const type = async (): Promise<void> => {
    for (const keys of script) {
      await sleep(lineMs, undefined, { signal });
      for (const key of keys.flatMap((one) => (one.startsWith('\x1b') ? [one] : [...one]))) {
        await sleep(keyMs, undefined, { signal });
        input.write(key);
      }
    }
    // The last entry was Quit. Still here: another config.ini has led it astray.
    await sleep(strayMs, undefined, { signal });
    input.end();
  };
  type().catch(() => {});
  return controller;
}
