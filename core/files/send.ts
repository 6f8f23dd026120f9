import type { Digest } from '#lib/files/hasher.ts';
import type { OpenedFile, OwnerFiles } from '#lib/files/owner-files.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Frame } from '#lib/net/connection.ts';
import { abortableComparison, type Conversation } from './abortable-comparison.ts';
import { digestOf, fileBody } from './body.ts';
import { fileNameIn, getAnswer, getStartIn } from './wire.ts';

/** A sent file, for the log. */
export interface Sent {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
}

export interface SendOptions extends Conversation {
  readonly files: OwnerFiles;
  readonly engine: TransferEngine;
}

/** Sends a file: only the rest if the client's start is the beginning of the file, otherwise all of it. */
export async function sendFile(
  { header }: Frame,
  { files, engine, ...conversation }: SendOptions,
): Promise<Sent> {
  const file = await files.open(fileNameIn(header));
  const { name, bytes, handle } = file;
  let digest: Digest | undefined;
  try {
    const start = await startOf(header, file, { engine, ...conversation });
    ({ digest } = start);
    const { from } = start;
    const body = fileBody({ file: handle, engine, digest, from, to: bytes });
    await conversation.connection.stream(getAnswer(file, from), body);
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
  const { bytes: wanted, sha256 } = getStartIn(header);
  if (wanted > 0 && wanted <= bytes) {
    const prefix = { prefixBytes: wanted, totalBytes: bytes };
    const digest = await abortableComparison(conversation, (signal) =>
      digestOf({ file: handle, engine }, { ...prefix, signal }),
    );
    if (digest !== undefined) {
      if ((await digest.peek()).toString('hex') === sha256) return { from: wanted, digest };
      digest.discard();
    }
  }
  return { from: 0, digest: engine.hasher.digest(bytes) };
}
