import { basename } from 'node:path';
import { errors } from '#core/errors.ts';
import { digestOf, fileBody } from '#core/files/body.ts';
import { type LocalFile, openLocalFile, toReadError } from '#core/files/client/local-file.ts';
import { fileNameOf } from '#core/files/client/names.ts';
import { putPlain } from '#core/files/client/put-plain.ts';
import { transferring } from '#core/files/client/transferring.ts';
import { putAcceptedIn, putBody, putOffer, type Start } from '#core/files/wire.ts';
import { answerOf, ask } from '#core/net/client/ask.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import type { Digest } from '#lib/files/hasher.ts';
import { openTransferEngine, type TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Connection } from '#lib/net/connection.ts';
import { jsonLine } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';

/** Sends files. An interrupted transfer is continued. */
export const put: Verb = {
  name: 'put',
  usage: 'FILE [NAME]',
  summary: {
    zh: '上传文件；中断后再运行一次就接着传',
    en: 'send a file; after an interruption, run it again to continue',
  },
  flags: [
    {
      name: 'plain',
      takesValue: false,
      summary: { zh: '按课程的格式发送，没有回应', en: "send in the course's format, without an answer" },
    },
    {
      name: 'all',
      takesValue: false,
      summary: {
        zh: '每个参数都是文件，在一个连接上依次发送',
        en: 'send every argument as a file, one after the other, on one connection',
      },
    },
  ],
  words: { min: 1, max: Number.POSITIVE_INFINITY },
  async run(client) {
    const sources = sourcesOf(client);
    const engine = openTransferEngine();
    try {
      const { send, close } = await sendersOf[client.flags.has('plain') ? 'plain' : 'framed'](client);
      for (const { path, name } of sources) {
        const file = await openLocalFile(path);
        try {
          await send({ file, name: fileNameOf(name), engine });
        } catch (error) {
          throw toReadError(error, path);
        } finally {
          await file.handle.close();
        }
      }
      await close();
    } finally {
      await engine.close();
    }
    return undefined;
  },
};

/** @returns the local paths with the names on the server. @throws AppError `usage`. */
function sourcesOf({ words, flags, language }: Client): readonly { path: string; name: string }[] {
  const problem = usageProblem(words, flags);
  if (problem !== undefined) throw errors.usage({ problems: [problem[language]] });
  if (flags.has('all')) return words.map((path) => ({ path, name: basename(path) }));
  const [path = '', name = basename(path)] = words;
  return [{ path, name }];
}

function usageProblem(words: Client['words'], flags: Client['flags']): Text | undefined {
  if (words.length > 2 && !flags.has('all'))
    return {
      zh: 'put 的参数多了，多个文件请用 --all',
      en: 'put has too many arguments: add --all for several files',
    };
  if (flags.has('plain') && flags.has('user'))
    return {
      zh: '--plain 不能和 --user 一起用：课程的格式里没有用户',
      en: "--plain and --user cannot be used together: the course's format has no users",
    };
  return undefined;
}

/** Sends one file after the other. Call `close` after the last one. */
interface Sender {
  send(sending: Sending): Promise<void>;
  close(): Promise<void>;
}

const sendersOf: Readonly<Record<'plain' | 'framed', (client: Client) => Promise<Sender>>> = {
  async plain(client) {
    const connection = await client.connectPlain();
    return {
      send: (sending) => putPlain(client, connection, sending),
      // Without answers, only the clean end of the connection shows that all bytes were sent.
      close: () => connection.close(),
    };
  },
  async framed(client) {
    return { send: (sending) => putFile(client, sending), close: async () => {} };
  },
};

interface Sending {
  readonly file: LocalFile;
  readonly name: string;
  readonly engine: TransferEngine;
}

async function putFile(client: Client, sending: Sending): Promise<void> {
  const { file, name } = sending;
  const connection = await client.connect();
  const label = { zh: `上传 ${name}`, en: `Sending ${name}` };
  const { from, sha256 } = await transferring(client, connection, () =>
    client.busy(label, (step) => send(connection, sending, step)),
  );
  if (client.wantsJson) client.print(jsonLine({ name, bytes: file.bytes, from, sha256 }));
  else client.say({ zh: `已上传 ${name}，${file.bytes} 字节。`, en: `Sent ${name}, ${file.bytes} bytes.` });
}

async function send(
  connection: Connection,
  { file, name, engine }: Sending,
  step: (done: number, total: number) => void,
): Promise<{ from: number; sha256: unknown }> {
  const { handle, bytes, version } = file;
  const accepted = await ask(connection, putOffer({ name, totalBytes: bytes, transfer: version }));
  const { from, digest } = await startOf(putAcceptedIn(accepted.header, bytes), file, engine);
  try {
    let refusal: unknown;
    const answered = answerOf(connection);
    // An answer before the end is an error, such as a full disk: the server does not read the rest.
    answered.catch((error: unknown) => {
      refusal = error;
    });
    const onSent = async (end: number): Promise<void> => {
      step(end, bytes);
      if (refusal !== undefined) throw refusal;
      if (end === bytes) await file.checkUnchanged();
    };
    const body = fileBody({ file: handle, engine, digest, from, to: bytes, onSent });
    await connection.stream(putBody(from), body);
    return { from, sha256: (await answered).header['sha256'] };
  } finally {
    digest.discard();
  }
}

/** Compares the server's partial file with the beginning of the local file. @returns where the transfer starts. */
async function startOf(
  start: Start | undefined,
  { handle, bytes }: LocalFile,
  engine: TransferEngine,
): Promise<{ from: number; digest: Digest }> {
  if (start !== undefined) {
    const prefix = { prefixBytes: start.bytes, totalBytes: bytes };
    const digest = await digestOf({ file: handle, engine }, prefix);
    if ((await digest.peek()).toString('hex') === start.sha256) return { from: start.bytes, digest };
    digest.discard();
  }
  return { from: 0, digest: engine.hasher.digest(bytes) };
}
