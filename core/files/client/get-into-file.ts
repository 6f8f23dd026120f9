import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '#core/errors.ts';
import { digestOf, receiveFileBody } from '#core/files/body.ts';
import { fileErrors } from '#core/files/errors.ts';
import type { Start } from '#core/files/wire.ts';
import type { Client } from '#core/net/client/verb.ts';
import { FileShrank } from '#lib/files/block-reader.ts';
import { BlockWriter } from '#lib/files/block-writer.ts';
import { systemCodeOf } from '#lib/files/file-store-error.ts';
import type { Digest } from '#lib/files/hasher.ts';
import { openPartFile, type PartFile } from '#lib/files/part-file.ts';
import type { TransferEngine } from '#lib/files/transfer-engine.ts';
import type { Connection } from '#lib/net/connection.ts';
import { jsonLine } from '#lib/text/clean.ts';
import { notRegular, transferErrors, unusable } from './errors.ts';
import { askForFile } from './incoming.ts';
import { transferring } from './transferring.ts';

export interface FileGet {
  readonly name: string;
  readonly file: string;
  readonly engine: TransferEngine;
}

/** @throws AppError */
export async function getIntoFile(client: Client, { name, file, engine }: FileGet): Promise<void> {
  const target = await targetOf(file);
  const connection = await client.connect();
  const label = { zh: `下载 ${name}`, en: `Fetching ${name}` };
  const { bytes, from } = await transferring(client, connection, () =>
    client.busy(label, (step) =>
      client.finishing(() => fetchFile(target, { connection, name, file, engine, step })),
    ),
  );
  if (client.wantsJson) client.print(jsonLine({ name, file, bytes, from }));
  else client.say({ zh: `已下载 ${file}，${bytes} 字节。`, en: `Fetched ${file}, ${bytes} bytes.` });
}

/** @returns the path to replace: for a symbolic link, its target. @throws AppError `unusable_file` */
async function targetOf(file: string): Promise<string> {
  try {
    const target = await realpath(file);
    if ((await stat(target)).isFile()) return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return resolve(file);
    throw unusable(error, file);
  }
  throw transferErrors.unusable_file({ path: file, reason: notRegular });
}

interface Fetch extends FileGet {
  readonly connection: Connection;
  readonly step: (done: number, total: number) => void;
}

interface Fetched {
  readonly bytes: number;
  readonly from: number;
}

/** Fetches into a part file. At the end, the part file is renamed to the target, kept for another try, or removed. */
async function fetchFile(target: string, fetch: Fetch): Promise<Fetched> {
  const part = await openPartFile(target, process.pid).catch((error: unknown) => {
    throw unusable(error, fetch.file);
  });
  try {
    const fetched = await fill(part, fetch);
    await part.finish();
    return fetched;
  } catch (error) {
    const isWrong = error instanceof Damaged;
    const isOfDisk = systemCodeOf(error) !== undefined && !(error instanceof AppError);
    // Another try can continue the part file, unless the data is damaged or the disk has failed.
    await (isWrong || isOfDisk ? part.discard() : part.keep()).catch(() => {});
    if (isWrong) throw fileErrors.damaged_transfer({ name: fetch.name });
    throw isOfDisk ? unusable(error, fetch.file) : error;
  }
}

/** The digest of the received file is wrong. */
class Damaged extends Error {
  override readonly name = 'Damaged';
}

async function fill({ handle, partialBytes }: PartFile, fetch: Fetch): Promise<Fetched> {
  const { connection, name, engine, step } = fetch;
  const prefix = { prefixBytes: partialBytes, totalBytes: Number.POSITIVE_INFINITY };
  const known = await digestOf({ file: handle, engine }, prefix).catch((error: unknown) => {
    // Another program has cut the part file: the transfer starts anew.
    if (error instanceof FileShrank) return undefined;
    throw error;
  });
  const there = known ?? engine.hasher.digest(prefix.totalBytes);
  let digest = there;
  try {
    const start = known && partialBytes > 0 ? await startOf(there, partialBytes) : undefined;
    const { totalBytes, from, body } = await askForFile(connection, name, start);
    if (from === 0) {
      digest = engine.hasher.digest(totalBytes);
      await handle.truncate(0);
    }
    const writer = new BlockWriter({ file: handle, engine, digest, from, to: totalBytes });
    const write = async (bytes: Uint8Array): Promise<void> => {
      await writer.write(bytes);
      step(writer.end, totalBytes);
    };
    let sent: Buffer;
    try {
      sent = await receiveFileBody(body, totalBytes - from, write);
    } finally {
      await writer.finish();
    }
    if (!(await digest.end()).equals(sent)) throw new Damaged();
    return { bytes: totalBytes, from };
  } finally {
    there.discard();
    digest.discard();
  }
}

const startOf = async (there: Digest, bytes: number): Promise<Start> => ({
  bytes,
  sha256: (await there.peek()).toString('hex'),
});
