import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { demos } from '#bin/parts/demo.ts';
import { openApp } from '#bin/shared/app.ts';
import { pathsOf, versionOf } from '#bin/shared/paths.ts';
import { StandardOutput } from '#bin/shared/standard-output.ts';
import { prepare } from '#bin/shared/startup.ts';
import { app as identity, variable } from '#conf/app.ts';
import { languageBeforeSettings } from '#conf/settings.ts';
import { toAppError } from '#core/app-error.ts';
import { exitCodeOf, exitSignals } from '#core/exit-codes.ts';
import { menuEntries, openMenu } from '#core/menu.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { welcome } from '#core/welcome.ts';
import { clockOf } from '#lib/clock.ts';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';
import { helpOfDemo, parseDemoCommandLine } from './command-line.ts';
import { scriptOf, usersFileOf } from './script.ts';
import { human, instant, type } from './typist.ts';

/** Plays a session without a user, unless the command line asks for something else. */
export async function main(root: URL): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  const language = languageBeforeSettings({ env, flags: new Map() });
  try {
    const { flags } = parseDemoCommandLine(argv.slice(2), language);
    if (flags.has('help')) stdout.write(`${helpOfDemo(language)}\n`);
    else if (flags.has('version')) stdout.write(`${versionOf(pathsOf(root, undefined))}\n`);
    else await play(root, flags.has('fast'));
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    stderr.write(`${refusal.text[language]}\n`);
    process.exitCode = refusal.exitCode;
  }
}

/** Plays on the real app, with its own users and database. */
async function play(root: URL, isFast: boolean): Promise<void> {
  const { env, stdout, stderr } = process;
  const output = new StandardOutput();
  const home = mkdtempSync(join(tmpdir(), `${identity.name}-demo-`));
  cpSync(join(fileURLToPath(root), 'conf'), join(home, 'conf'), { recursive: true });
  writeFileSync(join(home, 'conf', 'config.ini'), usersFileOf(demos));
  const { settings, paths } = prepare(root, [], { ...env, [variable('HOME')]: home });
  const colours = wantsColours({ isTTY: stdout.isTTY, env });
  const input = new PassThrough();
  const words = terminalWords(settings.language);
  stdout.write(`${welcome(settings.language, colours)}\n`);
  const terminal = openPromptTerminal({
    input,
    output: stdout,
    errors: stderr,
    colours,
    words,
    lostReason: stdout.isTTY ? 'hangup' : 'unread',
  });
  for (const [signal, reason] of exitSignals) process.on(signal, () => terminal.requestExit(reason));
  const app = openApp({
    settings,
    paths,
    clock: clockOf(Date.now, () => performance.now()),
    warn: () => {},
  });
  app.announce();
  app.check({ databaseBytesMax: 0 });
  const lines = scriptOf(demos, menuEntries(app.commands, 'local'));
  const typing = type(lines, input, isFast ? instant : human);
  try {
    await app.users.refresh();
    await openMenu({ ...app, terminal, language: settings.language });
  } catch (error) {
    if (!(error instanceof ExitRequested)) throw error;
    process.exitCode = await output.end(exitCodeOf(error.reason), ({ text }) => {
      stderr.write(`${text[settings.language]}\n`);
    });
  } finally {
    typing.abort();
    terminal.close();
    await app.close();
    rmSync(home, { recursive: true });
  }
}
