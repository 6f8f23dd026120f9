import { serverErrors } from '#core/net/server/answers.ts';
import { digestBytes } from '#lib/files/hasher.ts';
import type { OwnerFiles } from '#lib/files/owner-files.ts';
import type { Upload } from '#lib/files/upload.ts';
import { type Connection, ConnectionLost, type Frame } from '#lib/net/connection.ts';
import { abortWhenUnwanted, type Conversation } from './abort-when-unwanted.ts';
import { receiveFileBody } from './body.ts';

/** What has been stored. */
export interface Received {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
  readonly sha256: string;
}

/** An offer keeps room for its file, which is then nobody else's: the file must follow. */
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

/** {"cmd":"put","filename","filesize"} and the bytes, as the course's client sends them. */
export async function receivePlain({ header, body, bodyBytes }: Frame, files: OwnerFiles): Promise<Received> {
  const name = textIn(header, 'filename');
  const upload = await files.receive({ name, totalBytes: bodyBytes });
  return filling(upload, async () => {
    await upload.begin(0);
    for await (const chunk of body) await upload.write(chunk);
    return stored(upload, 0, await upload.finish());
  });
}

/**
 * {"cmd":"put","filename","total","transfer"}: answered with the `offset` up to which an earlier try got and the `sha256`
 * of that, or refused before a byte is sent. Then {"cmd":"put-body","offset"} with the rest.
 */
export async function receiveOffered(
  { header }: Frame,
  { files, bodyWaitMs, ...conversation }: ReceiveOptions,
): Promise<Received> {
  const { connection } = conversation;
  const [name, transfer] = [textIn(header, 'filename'), textIn(header, 'transfer')];
  const upload = await files.receive({ name, totalBytes: bytesIn(header, 'total'), transfer });
  return filling(upload, async () => {
    const { partialBytes } = upload;
    const there =
      partialBytes > 0
        ? await abortWhenUnwanted(conversation, (signal) => upload.partialDigest(signal))
        : undefined;
    const start =
      there === undefined ? { offset: 0 } : { offset: partialBytes, sha256: there.toString('hex') };
    await connection.send({ status: 'ok', ...start });
    const request = await nextWithin(connection, bodyWaitMs(start.offset));
    const from = bytesIn(request.header, 'offset');
    const missing = upload.totalBytes - from;
    if (request.header['cmd'] !== 'put-body' || (from !== 0 && from !== start.offset))
      throw serverErrors.bad_request({ problem: 'put-body' });
    if (request.bodyBytes !== missing + digestBytes) throw serverErrors.bad_request({ problem: 'data_size' });
    await upload.begin(from);
    const digest = await receiveFileBody(request.body, missing, (bytes) => upload.write(bytes));
    return stored(upload, from, await upload.finish(digest));
  });
}

const stored = ({ name, totalBytes }: Upload, from: number, sha256: Buffer): Received => ({
  name,
  bytes: totalBytes,
  from,
  sha256: sha256.toString('hex'),
});

/** Whatever happens: the upload is over afterwards, and can be continued if it was the connection that failed. */
async function filling(upload: Upload, work: () => Promise<Received>): Promise<Received> {
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

export function textIn(header: Frame['header'], key: string): string {
  const value = header[key];
  if (typeof value !== 'string') throw serverErrors.bad_request({ problem: key });
  return value;
}

export function bytesIn(header: Frame['header'], key: string): number {
  const value = header[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw serverErrors.bad_request({ problem: key });
  return value;
}
