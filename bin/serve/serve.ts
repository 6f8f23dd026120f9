import { requireHome } from '#bin/shared/home.ts';
import { versionOf } from '#bin/shared/paths.ts';
import { settingFlags } from '#bin/shared/setting-flags.ts';
import { StandardOutput } from '#bin/shared/standard-output.ts';
import { earlyLanguage, prepare, type Startup } from '#bin/shared/startup.ts';
import { toAppError } from '#core/app-error.ts';
import { type AppError, errors } from '#core/errors.ts';
import {
  helpOfServer,
  movesPorts,
  problemsOf,
  serveFlags,
  withFullFlags,
} from '#core/net/server/command-line.ts';
import { createSecretKey } from '#lib/net/secret-key.ts';
import type { Text } from '#lib/text/text.ts';
import { runServer } from './run-server.ts';

/** Serves until a signal arrives, and ends the process. */
export async function main(root: URL): Promise<void> {
  const { env } = process;
  const given = process.argv.slice(2);
  const args = withFullFlags(given);
  process.umask(0o077);
  const output = new StandardOutput();
  const show = ({ text }: AppError) => void process.stderr.write(`${text[earlyLanguage(args, env)]}\n`);
  try {
    const startup = prepare(root, args, env, serveFlags);
    const text = textOf(startup);
    if (text === undefined) return await runServer(startup, { movesPorts: movesPorts(given) });
    process.stdout.write(`${text}\n`);
    process.exitCode = await output.end(0, show);
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal === undefined) throw error;
    show(refusal);
    process.exitCode = refusal.exitCode;
  }
}

/** @returns what the command line asks to print; undefined for a server. @throws AppError */
function textOf(startup: Startup): string | undefined {
  const { preview, paths, settings } = startup;
  const { language } = settings;
  const problems = problemsOf(preview, settingFlags).map((problem) => problem[language]);
  if (problems.length > 0) throw errors.usage({ problems });
  if (preview.flags.has('help')) return helpOfServer(settingFlags, language);
  if (preview.flags.has('version')) return versionOf(paths);
  requireHome(paths);
  if (!preview.flags.has('new-key')) return undefined;
  createSecretKey(paths.conf('secret.key'));
  const made: Text = {
    zh: `已新建密钥 ${paths.conf('secret.key')}。客户端也要有它。`,
    en: `Created a new key: ${paths.conf('secret.key')}. Clients need it, too.`,
  };
  return made[language];
}
