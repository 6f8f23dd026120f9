import { constants } from 'node:os';
import { defineErrors } from '#core/errors.ts';
import { answerOf, ask } from '#core/net/client/ask.ts';
import { exitCodeIn } from '#core/net/client/exit-code.ts';
import { remoteOutput } from '#core/net/client/remote-output.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import { untilAborted } from '#lib/async/abort.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection, Header } from '#lib/net/connection.ts';
import { headerBytesMax } from '#lib/net/frame-decoder.ts';
import { jsonLine } from '#lib/text/clean.ts';
import {
  callRequest,
  cancelRequest,
  listRequest,
  namesIn,
  type OutputName,
  outputIn,
  signalIn,
} from './wire.ts';

export const execClientErrors = defineErrors({
  arguments_too_long: {
    exitCode: 2,
    text: ({ bytes }: { bytes: number }) => ({
      zh: `参数太长（${bytes} 字节，上限 ${headerBytesMax}），请缩短。`,
      en: `The arguments take ${bytes} bytes, and ${headerBytesMax} can be sent. Shorten them.`,
    }),
  },
  too_much_for_json: {
    exitCode: 4,
    text: ({ bytes }: { bytes: number }) => ({
      zh: `输出超过 ${bytes} 字节，放不进一个 JSON 对象，请去掉 --json。`,
      en: `The output is larger than ${bytes} bytes, which is too much for one JSON object. Run it without --json.`,
    }),
  },
});

/** As in a shell, the exit code of a program that a signal ended is 128 + the signal's number. */
const signalBase = 128;
const signalNumbers: ReadonlyMap<string, number> = new Map(Object.entries(constants.signals));
const namesBytesMax = 1024 * 1024;
const jsonBytesMax = 64 * 1024 * 1024;

/**
 * Runs a command of the server's list, and passes on its outputs and its exit code. An exit code from 2 to 5 may be the
 * program's or a refusal's; only a refusal also prints a sentence on standard error.
 */
export const exec: Verb = {
  name: 'exec',
  usage: '[NAME [ARGS...]]',
  summary: {
    zh: '在服务器上运行一个命令；不写名称则列出可以运行的',
    en: 'run a command on the server; without a name, list the commands',
  },
  words: { min: 0, max: Number.POSITIVE_INFINITY },
  passesFlags: true,
  async run(client) {
    const connection = await client.connect();
    const [name, ...args] = client.words;
    return name === undefined
      ? list(client, connection)
      : runCommand(client, connection, callRequest({ name, args, isCancellable: true }));
  },
};

async function list(client: Client, connection: Connection): Promise<undefined> {
  const answer = await ask(connection, listRequest);
  const names = namesIn(await readBody(answer, namesBytesMax));
  client.print(client.wantsJson ? jsonLine({ commands: names }) : names.join('\n'));
}

async function runCommand(client: Client, connection: Connection, request: Header): Promise<number> {
  const bytes = Buffer.byteLength(JSON.stringify(request));
  if (bytes > headerBytesMax) throw execClientErrors.arguments_too_long({ bytes });
  try {
    await connection.send(request);
    const answering = client.wantsJson ? collect(client, connection) : show(client, connection);
    return await untilAborted(answering, client.exiting);
  } finally {
    // A cancel stops the program. After the program's end, the server waits for it as well.
    if (!connection.signal.aborted) void connection.send(cancelRequest);
  }
}

async function show({ stdout, stderr }: Client, connection: Connection): Promise<number> {
  const outputs = { stdout: remoteOutput(stdout), stderr: remoteOutput(stderr, { mayBeLost: true }) };
  try {
    return exitCodeOf(await relay(connection, (name, chunk) => outputs[name].write(chunk)));
  } finally {
    await outputs.stdout.end();
    await outputs.stderr.end();
  }
}

async function collect(client: Client, connection: Connection): Promise<number> {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  const header = await relay(connection, (name, chunk) => {
    bytes += chunk.length;
    if (bytes > jsonBytesMax) throw execClientErrors.too_much_for_json({ bytes: jsonBytesMax });
    chunks[name].push(chunk);
  });
  const exitCode = exitCodeOf(header);
  const signal = signalIn(header) ?? null;
  const exit = signal === null ? exitCode : null;
  const [stdout, stderr] = [chunks.stdout, chunks.stderr].map((parts) => Buffer.concat(parts).toString());
  client.print(jsonLine({ exit, signal, stdout, stderr }));
  return exitCode;
}

type Take = (name: OutputName, chunk: Buffer) => void | Promise<void>;

/**
 * @returns the last header, with the program's exit code or signal.
 * @throws AppError for a refusal; ConnectionLost; errors of `take`.
 */
async function relay(connection: Connection, take: Take): Promise<Header> {
  for (;;) {
    const { header, body } = await answerOf(connection);
    const output = outputIn(header);
    if (output === undefined) return header;
    for await (const chunk of body) await take(output, chunk);
  }
}

/** @throws FrameError when the header has no valid exit code. */
function exitCodeOf(header: Header): number {
  const signal = signalIn(header);
  return signal === undefined ? exitCodeIn(header) : signalBase + (signalNumbers.get(signal) ?? 0);
}
