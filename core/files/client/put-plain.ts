import { plainBody } from '#core/files/body.ts';
import { plainPut } from '#core/files/wire.ts';
import type { Client } from '#core/net/client/verb.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Connection } from '#lib/net/connection.ts';
import { jsonLine } from '#lib/text/clean.ts';
import { transferErrors } from './errors.ts';
import type { LocalFile } from './local-file.ts';
import { transferring } from './transferring.ts';

export interface PlainPut {
  readonly file: LocalFile;
  readonly name: string;
  readonly engine: TransferEngine;
}

/** Sends a file in the course's format: a header with the size, then the bytes. There is no answer. */
export async function putPlain(
  client: Client,
  connection: Connection,
  { file, name, engine }: PlainPut,
): Promise<void> {
  const { handle, bytes } = file;
  const label = { zh: `上传 ${name}`, en: `Sending ${name}` };
  const send = async (step: (done: number, total: number) => void): Promise<void> => {
    const onSent = async (end: number): Promise<void> => {
      step(end, bytes);
      if (end === bytes) await file.checkUnchanged();
    };
    const body = plainBody({ file: handle, engine, from: 0, to: bytes, onSent });
    await connection.stream(plainPut(name, bytes), body);
  };
  await transferring(client, connection, () => client.busy(label, send), transferErrors.plain_broken);
  if (client.wantsJson) client.print(jsonLine({ name, bytes }));
  else
    client.say({
      zh: `已发送 ${name}，${bytes} 字节；对方不会确认是否收到。`,
      en: `Sent ${name}, ${bytes} bytes. The receiver does not confirm them.`,
    });
}
