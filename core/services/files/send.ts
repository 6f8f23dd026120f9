import { digestOf, fileBody } from '#lib/files/file-body.ts';
import type { Digest } from '#lib/files/hasher.ts';
import type { OpenedFile, OwnerFiles } from '#lib/files/owner-files.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Connection, Request } from '#lib/net/connection.ts';
import { bytesIn, textIn } from './receive.ts';

/** What has been sent. */
export interface Sent {
  readonly name: string;
  readonly bytes: number;
  readonly from: number;
}

/**
 * {"cmd":"get","filename"}: answered with `total` and the file. With `offset` and `sha256`, what the client has got
 * already: the answer's own `offset` says from where on the file follows, 0 when the two have not the same.
 */
export async function sendFile(
  { header }: Request,
  connection: Connection,
  files: OwnerFiles,
  engine: TransferEngine,
): Promise<Sent> {
  const file = await files.open(textIn(header, 'filename'));
  const { name, bytes, modifiedMs, handle } = file;
  let digest: Digest | undefined;
  try {
    const start = await startOf(header, file, engine);
    ({ digest } = start);
    const { from } = start;
    const answer = { status: 'ok', filename: name, total: bytes, offset: from, modified: modifiedMs };
    await connection.stream(answer, fileBody({ file: handle, engine, digest, from, to: bytes }));
    return { name, bytes, from };
  } finally {
    digest?.discard();
    await handle.close();
  }
}

async function startOf(
  header: Request['header'],
  { bytes, handle }: OpenedFile,
  engine: TransferEngine,
): Promise<{ from: number; digest: Digest }> {
  const wanted = header['offset'] === undefined ? 0 : bytesIn(header, 'offset');
  if (wanted > 0 && wanted <= bytes) {
    const digest = await digestOf({ file: handle, engine }, { prefixBytes: wanted, totalBytes: bytes });
    if ((await digest.peek()).toString('hex') === header['sha256']) return { from: wanted, digest };
    digest.discard();
  }
  return { from: 0, digest: engine.hasher.digest(bytes) };
}
