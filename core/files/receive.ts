import { WireError } from '#core/net/wire-error.ts';
import type { OwnerFiles } from '#lib/files/owner-files.ts';
import type { Upload } from '#lib/files/upload.ts';
import { type Connection, ConnectionLost, type Frame } from '#lib/net/connection.ts';
import { abortWhenUnwanted, type Conversation } from './abort-when-unwanted.ts';
import { fileBodyBytes, receiveFileBody } from './body.ts';
import { fileNameIn, putAccepted, putBodyIn, putOfferIn, type Stored } from './wire.ts';

/** An offer keeps room for its file, which no other upload can have: the file must follow. */
const waitMs = 30_000;
/** The pace of a slow disk. */
const comparedBytesPerMs = 20_000;
const timerMsMax = 2 ** 31 - 1;

/** How long the file may take to begin, in milliseconds. @param comparedBytes what the client has to read before. */
export const bodyWaitMs = (comparedBytes: number): number =>
  Math.min(waitMs + comparedBytes / comparedBytesPerMs, timerMsMax);

export interface ReceiveOptions extends Conversation {
  readonly files: OwnerFiles;
  readonly bodyWaitMs: (comparedBytes: number) => number;
}

/** Stores a file that comes as the course's client sends it. */
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
 * Stores a file that is offered: the offer is accepted, with what an earlier try has left, or refused before a byte is
 * sent. Then the rest of the file comes.
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
        ? await abortWhenUnwanted(conversation, (signal) => upload.partialDigest(signal))
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

/** Whatever happens: the upload is over afterwards, and can be continued if it was the connection that failed. */
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
