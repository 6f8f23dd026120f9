import type { Digest } from '#lib/files/hasher.ts';
import type { OpenedFile, OwnerFiles } from '#lib/files/owner-files.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Frame } from '#lib/net/connection.ts';
import { abortWhenUnwanted, type Conversation } from './abort-when-unwanted.ts';
import { digestOf, fileBody } from './body.ts';
import { bytesIn, textIn } from './receive.ts';

/** What has been sent. */
export interface Sent {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
}

export interface SendOptions extends Conversation {
  readonly files: OwnerFiles;
  readonly engine: TransferEngine;
}

/**
 * {"cmd":"get","filename"}: answered with `total` and the file. With `offset` and `sha256`, what the client has got
 * already: the answer's own `offset` says from where on the file follows, 0 when the two have not the same.
 */
export async function sendFile(
  { header }: Frame,
  { files, engine, ...conversation }: SendOptions,
): Promise<Sent> {
  const file = await files.open(textIn(header, 'filename'));
  const { name, bytes, modifiedMs, handle } = file;
  let digest: Digest | undefined;
  try {
    const start = await startOf(header, file, { engine, ...conversation });
    ({ digest } = start);
    const { from } = start;
    const answer = { status: 'ok', filename: name, total: bytes, offset: from, modified: modifiedMs };
    await conversation.connection.stream(answer, fileBody({ file: handle, engine, digest, from, to: bytes }));
    return { name, bytes, from };
  } finally {
    digest?.discard();
    await handle.close();
  }
}

async function startOf(
  header: Frame['header'],
  { bytes, handle }: OpenedFile,
  { engine, ...conversation }: Omit<SendOptions, 'files'>,
): Promise<{ from: number; digest: Digest }> {
  const wanted = header['offset'] === undefined ? 0 : bytesIn(header, 'offset');
  if (wanted > 0 && wanted <= bytes) {
    const prefix = { prefixBytes: wanted, totalBytes: bytes };
    const digest = await abortWhenUnwanted(conversation, (signal) =>
      digestOf({ file: handle, engine }, { ...prefix, signal }),
    );
    if (digest !== undefined) {
      if ((await digest.peek()).toString('hex') === header['sha256']) return { from: wanted, digest };
      digest.discard();
    }
  }
  return { from: 0, digest: engine.hasher.digest(bytes) };
}
