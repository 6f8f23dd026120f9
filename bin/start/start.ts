import { earlyLanguage, prepare, type Startup } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import { exitSignals } from '#core/exit-codes.ts';
import { signInLabels } from '#core/sign-in-labels.ts';
import { welcome } from '#core/welcome.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import { firstPrompt } from '#lib/terminal/theme.ts';

/**
 * Draws the first question before anything else is loaded: the rest (prompts, logger, database) is read from the
 * disk while the person reads. What is typed meanwhile waits in the terminal, which no longer echoes it.
 */
export async function main(root: URL): Promise<void> {
  const { argv, env } = process;
  // What this process creates (database, logs) is its user's own business.
  process.umask(0o077);
  try {
    const startup = prepare(root, argv.slice(2), env);
    const drawn = opensMenu(startup) && process.stdin.isTTY && process.stdout.isTTY;
    if (drawn) drawFirstQuestion(startup);
    const { run } = await import('./run.ts');
    await run(startup, drawn);
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    const language = earlyLanguage(argv.slice(2), env);
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(refusal.json(language))}\n`);
    else process.stderr.write(`${refusal.text[language]}\n`);
    process.exitCode = refusal.exitCode;
  }
}

const opensMenu = ({ preview: { command, flags, problems } }: Startup): boolean =>
  command === undefined &&
  problems.length === 0 &&
  !['help', 'version', 'json'].some((flag) => flags.has(flag));

function drawFirstQuestion({ settings: { language } }: Startup): void {
  const { stdin, stdout, env } = process;
  const colours = wantsColours({ isTTY: true, env });
  // A signal that comes while the rest is being loaded waits for ProcessExit. With no listener at all it would end the
  // process at once, and SIGHUP would leave the terminal without echo.
  for (const [signal] of exitSignals) process.on(signal, () => {});
  stdin.setRawMode(true);
  stdout.write(`${welcome(language, colours)}\n${firstPrompt(signInLabels.name[language], colours)}`);
}
