import { basename } from 'node:path';
import { answerOf, ask } from '#core/client/ask.ts';
import { type LocalFile, openLocalFile } from '#core/client/files/local-file.ts';
import { fileNameOf } from '#core/client/files/names.ts';
import { putPlain } from '#core/client/files/put-plain.ts';
import { transferring } from '#core/client/files/transferring.ts';
import type { Client, Verb } from '#core/client/verb.ts';
import { digestOf, fileBody } from '#lib/files/file-body.ts';
import type { Digest } from '#lib/files/hasher.ts';
import { openTransferEngine, type TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Connection, Header } from '#lib/net/connection.ts';

/** Sends a file. One that was broken off goes on where it ended. */
export const put: Verb = {
  name: 'put',
  usage: 'FILE [NAME]',
  summary: {
    zh: '上传文件；中断后再运行一次就接着传',
    en: 'send a file; run it again after a break to go on',
  },
  flags: [
    {
      name: 'plain',
      takesValue: false,
      summary: { zh: '按课程的格式发送，不等回答', en: "in the course's own format, without an answer" },
    },
  ],
  words: { min: 1, max: 2 },
  async run(client) {
    const [path = '', given = basename(path)] = client.words;
    const file = await openLocalFile(path);
    const engine = openTransferEngine();
    try {
      const name = fileNameOf(given);
      if (client.flags.has('plain')) await putPlain(client, { file, name, engine });
      else await putFile(client, { file, name, engine });
    } finally {
      await file.handle.close();
      await engine.close();
    }
    return undefined;
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
  if (client.wantsJson) client.print(JSON.stringify({ name, bytes: file.bytes, from, sha256 }));
  else client.say({ zh: `已上传 ${name}，${file.bytes} 字节。`, en: `Sent ${name}, ${file.bytes} bytes.` });
}

async function send(
  connection: Connection,
  { file, name, engine }: Sending,
  step: (done: number, total: number) => void,
): Promise<{ from: number; sha256: unknown }> {
  const { handle, bytes, version } = file;
  const offer = { cmd: 'put', filename: name, total: bytes, transfer: version };
  const { from, digest } = await startOf((await ask(connection, offer)).header, file, engine);
  try {
    let refusal: unknown;
    const answered = answerOf(connection);
    // It comes before the end only when the server will have no more: its disk is full, for example.
    answered.catch((error: unknown) => {
      refusal = error;
    });
    const onSent = async (end: number): Promise<void> => {
      step(end, bytes);
      if (refusal !== undefined) throw refusal;
      if (end === bytes) await file.checkUnchanged();
    };
    const body = fileBody({ file: handle, engine, digest, from, to: bytes, onSent });
    await connection.stream({ cmd: 'put-body', offset: from }, body);
    return { from, sha256: (await answered).header['sha256'] };
  } finally {
    digest.discard();
  }
}

/** The server says how much it has got of an earlier try; it is believed when it is the beginning of this file. */
async function startOf(
  { offset, sha256 }: Header,
  { handle, bytes }: LocalFile,
  engine: TransferEngine,
): Promise<{ from: number; digest: Digest }> {
  if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset > 0 && offset <= bytes) {
    const digest = await digestOf({ file: handle, engine }, { prefixBytes: offset, totalBytes: bytes });
    if ((await digest.peek()).toString('hex') === sha256) return { from: offset, digest };
    digest.discard();
  }
  return { from: 0, digest: engine.hasher.digest(bytes) };
}
