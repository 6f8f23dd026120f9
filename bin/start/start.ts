import { requireHome } from '#bin/shared/home.ts';
import { StandardOutput } from '#bin/shared/standard-output.ts';
import { earlyLanguage, prepare, type Startup } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import type { AppError } from '#core/errors.ts';
import { exitSignals } from '#core/exit-codes.ts';
import { signInLabels } from '#core/sign-in-labels.ts';
import { welcome } from '#core/welcome.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import { firstPrompt } from '#lib/terminal/theme.ts';
import { jsonLine } from '#lib/text/clean.ts';

/**
 * Draws the first question, then loads the rest of the app (prompts, logger, database). The terminal's echo is off
 * meanwhile, and the terminal buffers the keys that the user types.
 */
export async function main(root: URL): Promise<void> {
  const { argv, env } = process;
  // Only the user of this process may read the files that it creates (database, logs).
  process.umask(0o077);
  try {
    const startup = prepare(root, argv.slice(2), env);
    if (!wantsText(startup)) requireHome(startup.paths);
    const drawn = opensMenu(startup) && process.stdin.isTTY && process.stdout.isTTY;
    if (drawn) drawFirstQuestion(startup);
    const { run } = await import('./run.ts');
    await run(startup, drawn);
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    const language = earlyLanguage(argv.slice(2), env);
    const output = new StandardOutput();
    const show = ({ text }: AppError) => void process.stderr.write(`${text[language]}\n`);
    if (argv.includes('--json')) process.stdout.write(`${jsonLine(refusal.json(language))}\n`);
    else show(refusal);
    process.exitCode = await output.end(refusal.exitCode, show);
  }
}

const wantsText = ({ preview: { flags } }: Startup): boolean => flags.has('help') || flags.has('version');

const opensMenu = ({ preview: { command, flags, problems } }: Startup): boolean =>
  command === undefined &&
  problems.length === 0 &&
  !['help', 'version', 'json'].some((flag) => flags.has(flag));

function drawFirstQuestion({ settings: { language } }: Startup): void {
  const { stdin, stdout, env } = process;
  const colours = wantsColours({ isTTY: true, env });
  // Without a listener, a signal that arrives during loading would end the process at once, and SIGHUP would leave the
  // terminal without echo. With this listener, ProcessExit handles the signal later.
  for (const [signal] of exitSignals) process.on(signal, () => {});
  stdin.setRawMode(true);
  stdout.write(`${welcome(language, colours)}\n${firstPrompt(signInLabels.name[language], colours)}`);
}
