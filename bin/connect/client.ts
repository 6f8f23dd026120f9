import { randomUUID } from 'node:crypto';
import { onJobControl, suspend } from '#bin/shared/job-control.ts';
import type { ProcessExit } from '#bin/shared/process-exit.ts';
import { secretsFrom } from '#bin/shared/secrets.ts';
import { isPersonThere, openPrompts } from '#bin/shared/terminals.ts';
import { environmentName } from '#core/cli/arguments.ts';
import type { Secrets } from '#core/cli/one-shot.ts';
import { errors } from '#core/errors.ts';
import { ask } from '#core/net/client/ask.ts';
import type { ClientCommandLine } from '#core/net/client/command-line.ts';
import { clientErrors, toClientError } from '#core/net/client/errors.ts';
import type { Client } from '#core/net/client/verb.ts';
import { keyVariable } from '#core/net/key-variable.ts';
import { signInRequest } from '#core/net/sign-in-wire.ts';
import { signInLabels } from '#core/sign-in-labels.ts';
import { terminalWords } from '#core/terminal-words.ts';
import { formatAddress } from '#lib/net/address.ts';
import { type ConnectOptions, connect, connectPlain } from '#lib/net/connect.ts';
import { FrameConnection } from '#lib/net/frame-connection.ts';
import { readSecretKey } from '#lib/net/secret-key.ts';
import { openProgress } from '#lib/terminal/progress.ts';
import { wantsColours } from '#lib/terminal/style.ts';
import { clean } from '#lib/text/clean.ts';
import type { Language } from '#lib/text/text.ts';

/** Limits the name lookup, the connection, the proof and the greeting together. */
const connectTimeoutMs = 10_000;

export interface ClientOptions {
  readonly line: Extract<ClientCommandLine, { address: unknown }>;
  readonly language: Language;
  readonly keyFile: string;
  readonly processExit: ProcessExit;
}

/** Makes the Client that a verb works with, over the streams of this process. */
export function openClient(options: ClientOptions): Client & { close(): Promise<void> } {
  const { line, language, processExit } = options;
  const { address, flags } = line;
  let connection: Promise<FrameConnection> | undefined;
  const { stderr, env } = process;
  const colours = wantsColours({ isTTY: stderr.isTTY, env });
  const progress = openProgress({ output: stderr, colours });
  processExit.exiting.addEventListener('abort', () => progress.close());
  const print = (text: string): void => {
    process.stdout.write(`${clean(text, { lines: true })}\n`);
  };
  return {
    words: line.words,
    flags,
    language,
    address,
    exiting: processExit.exiting,
    connect() {
      connection ??= connectSignedIn(options);
      return connection;
    },
    connectAnew: () => connectAnew(options),
    async connectPlain() {
      const stream = await translated(options, () => connectPlain(linkOptions(options)));
      return new FrameConnection({ id: 'client', stream, peer: address });
    },
    wantsJson: flags.has('json'),
    print,
    say: (text) => print(text[language]),
    busy: (label, work) => progress.busy(label[language], work),
    finishing: (work) => processExit.finishing(work),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr,
    env,
    secrets: secretsOf(options),
    suspend,
    onJobControl,
    newId: randomUUID,
    uptimeMs: () => performance.now(),
    async close() {
      progress.close();
      const open = await connection?.catch(() => undefined);
      await open?.close();
    },
  };
}

/** Opens a connection, proves the key and exchanges greetings. @throws AppError */
const connectAnew = (options: ClientOptions): Promise<FrameConnection> =>
  translated(options, () => connect(linkOptions(options)));

/** Reads passwords from standard input or the environment. */
function secretsOf({ line: { flags }, language }: ClientOptions): Secrets {
  const readsInput = flags.has('password-stdin') && !isPersonThere();
  return secretsFrom(process.env, readsInput ? process.stdin : undefined, terminalWords(language));
}

async function connectSignedIn(options: ClientOptions): Promise<FrameConnection> {
  const { flags } = options.line;
  const user = flags.get('user');
  // The password comes first, because the server closes an idle new connection after a few seconds.
  const credentials =
    typeof user === 'string' ? { name: user, password: await passwordOf(options) } : undefined;
  const connection = await connectAnew(options);
  if (credentials !== undefined) await ask(connection, ...signInRequest(credentials));
  return connection;
}

function linkOptions({ line, keyFile, processExit }: ClientOptions): ConnectOptions {
  const { address, flags } = line;
  const base = { address, timeoutMs: connectTimeoutMs, signal: processExit.exiting };
  if (flags.has('no-auth')) return { ...base, key: undefined };
  const found = readSecretKey({ env: process.env, variable: keyVariable, path: keyFile });
  if (found.status === 'missing') throw clientErrors.no_key({ path: keyFile });
  return { ...base, key: found.key };
}

async function translated<T>({ line }: ClientOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toClientError(error, formatAddress(line.address)) ?? error;
  }
}

/** From standard input or the environment, otherwise from a prompt. @throws AppError `missing_answers`. */
async function passwordOf(options: ClientOptions): Promise<string> {
  const { language, processExit } = options;
  const given = await secretsOf(options)('password');
  if (given !== undefined) return given;
  if (!isPersonThere())
    throw errors.missing_answers({ missing: [`${environmentName('password')} (--password-stdin)`] });
  const terminal = await openPrompts(language, { aside: true });
  processExit.watch(terminal);
  try {
    return await terminal.ask({ kind: 'secret', message: signInLabels.password[language] });
  } finally {
    processExit.closeTerminal();
  }
}
