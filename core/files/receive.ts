import { WireError } from '#core/net/wire-error.ts';
import type { OwnerFiles } from '#lib/files/owner-files.ts';
import type { Upload } from '#lib/files/upload.ts';
import { type Connection, ConnectionLost, type Frame } from '#lib/net/connection.ts';
import { abortableComparison, type Conversation } from './abortable-comparison.ts';
import { fileBodyBytes, receiveFileBody } from './body.ts';
import { fileNameIn, putAccepted, putBodyIn, putOfferIn, type Stored } from './wire.ts';

/** An accepted offer keeps a file open, so the file must follow within this time. */
const waitMs = 30_000;
/** The speed of a slow disk. */
const comparedBytesPerMs = 20_000;
const timerMsMax = 2 ** 31 - 1;

/** @returns the time until the file must begin, in ms. @param comparedBytes the bytes that the client reads before. */
export const bodyWaitMs = (comparedBytes: number): number =>
  Math.min(waitMs + comparedBytes / comparedBytesPerMs, timerMsMax);

export interface ReceiveOptions extends Conversation {
  readonly files: OwnerFiles;
  readonly bodyWaitMs: (comparedBytes: number) => number;
}

/** Stores a file that a client sends in the course's format. */
export async function receivePlain({ header, body, bodyBytes }: Frame, files: OwnerFiles): Promise<Stored> {
  const name = fileNameIn(header);
  const upload = await files.receive({ name, totalBytes: bodyBytes });
  return filling(upload, async () => {
    await upload.begin(0);
    for await (const chunk of body) await upload.write(chunk);
    return stored(upload, 0, await upload.finish());
  });
}

/**
 * Stores an offered file. The answer to the offer is the partial file of an earlier try, if any, or a refusal. Then the
 * client sends the rest of the file.
 */
export async function receiveOffered(
  { header }: Frame,
  { files, bodyWaitMs, ...conversation }: ReceiveOptions,
): Promise<Stored> {
  const { connection } = conversation;
  const upload = await files.receive(putOfferIn(header));
  return filling(upload, async () => {
    const { partialBytes } = upload;
    const digest =
      partialBytes > 0
        ? await abortableComparison(conversation, (signal) => upload.partialDigest(signal))
        : undefined;
    const start = digest && { bytes: partialBytes, sha256: digest.toString('hex') };
    await connection.send(putAccepted(start));
    const request = await nextWithin(connection, bodyWaitMs(start?.bytes ?? 0));
    const from = putBodyIn(request.header);
    if (from !== 0 && from !== start?.bytes) throw new WireError('put-body');
    const missing = upload.totalBytes - from;
    if (request.bodyBytes !== fileBodyBytes(missing)) throw new WireError('data_size');
    await upload.begin(from);
    const sent = await receiveFileBody(request.body, missing, (bytes) => upload.write(bytes));
    return stored(upload, from, await upload.finish(sent));
  });
}

const stored = ({ name, totalBytes }: Upload, from: number, sha256: Buffer): Stored => ({
  name,
  bytes: totalBytes,
  from,
  sha256: sha256.toString('hex'),
});

/** Fills an upload. A lost connection pauses the upload, so that it can continue. Any other error discards it. */
async function filling(upload: Upload, work: () => Promise<Stored>): Promise<Stored> {
  try {
    return await work();
  } catch (error) {
    await (error instanceof ConnectionLost ? upload.pause() : upload.discard());
    throw error;
  }
}

async function nextWithin(connection: Connection, timeoutMs: number): Promise<Frame> {
  const timer = setTimeout(() => connection.lose('deadline'), timeoutMs);
  try {
    const request = await connection.receive();
    if (request === undefined) throw new ConnectionLost('closed');
    return request;
  } finally {
    clearTimeout(timer);
  }
}
