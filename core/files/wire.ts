import { WireError } from '#core/net/wire-error.ts';
import type { StoredFile } from '#lib/files/owner-files.ts';
import type { Header } from '#lib/net/connection.ts';
import { parseJson } from '#lib/net/json.ts';

/**
 * The wire format of the files service: the headers of both sides, and the body of a list. body.ts has the body of a file.
 * Names of functions: `putOffer` makes a header, `putOfferIn` reads one. Readers of requests throw WireError.
 */

/** A beginning of a file that one side has already. */
export interface Start {
  readonly bytes: number;
  /** Of these bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** A file as the course's client sends it: one frame with the bytes, and no answer. */
export const plainPut = (name: string, bytes: number): Header => ({
  cmd: 'put',
  filename: name,
  filesize: bytes,
});
export const isPlainPut = ({ filesize }: Header): boolean => filesize !== undefined;

/** Offers a file, before a byte is sent. `transfer` is the same for the same content only. */
export interface PutOffer {
  readonly name: string;
  readonly totalBytes: number;
  readonly transfer: string;
}
export const putOffer = ({ name, totalBytes, transfer }: PutOffer): Header => ({
  cmd: 'put',
  filename: name,
  total: totalBytes,
  transfer,
});
export const putOfferIn = (header: Header): PutOffer => ({
  name: fileNameIn(header),
  transfer: textIn(header, 'transfer'),
  totalBytes: bytesIn(header, 'total'),
});

/** Accepts an offer. @param start what an earlier try has left; undefined for nothing. */
export const putAccepted = (start: Start | undefined): Header => ({
  status: 'ok',
  offset: start?.bytes ?? 0,
  ...(start === undefined ? {} : { sha256: start.sha256 }),
});
/** @returns undefined where nothing is left of an earlier try, or nothing that could belong to a file of that size. */
export function putAcceptedIn({ offset, sha256 }: Header, totalBytes: number): Start | undefined {
  if (!isBytes(offset) || offset === 0 || offset > totalBytes || typeof sha256 !== 'string') return undefined;
  return { bytes: offset, sha256 };
}

/** Sends the file, from `from` on; its body is a file body. */
export const putBody = (from: number): Header => ({ cmd: 'put-body', offset: from });
export function putBodyIn(header: Header): number {
  if (header['cmd'] !== 'put-body') throw new WireError('put-body');
  return bytesIn(header, 'offset');
}

/** A file that has been stored. */
export interface Stored {
  readonly name: string;
  readonly bytes: number;
  /** Where its transfer began. */
  readonly from: number;
  readonly sha256: string;
}
export const putDone = ({ name, bytes, from, sha256 }: Stored): Header => ({
  status: 'ok',
  filename: name,
  bytes,
  offset: from,
  sha256,
});

/** Asks for a file. @param start what is there already of it. */
export const getRequest = (name: string, start?: Start): Header => ({
  cmd: 'get',
  filename: name,
  ...(start === undefined ? {} : { offset: start.bytes, sha256: start.sha256 }),
});
/** @returns the start that the client has, if any; its `sha256` may be anything. */
export const getStartIn = (header: Header): { readonly bytes: number; readonly sha256: unknown } =>
  header['offset'] === undefined
    ? { bytes: 0, sha256: undefined }
    : { bytes: bytesIn(header, 'offset'), sha256: header['sha256'] };

/** Answers with a file, from `from` on; its body is a file body. */
export const getAnswer = ({ name, bytes, modifiedMs }: StoredFile, from: number): Header => ({
  status: 'ok',
  filename: name,
  total: bytes,
  offset: from,
  modified: modifiedMs,
});
/** @returns undefined for an answer that makes no sense to a client with this start. */
export function getAnswerIn(
  { total, offset }: Header,
  start: Start | undefined,
): { readonly totalBytes: number; readonly from: number } | undefined {
  if (typeof total !== 'number' || typeof offset !== 'number') return undefined;
  return offset === 0 || offset === start?.bytes ? { totalBytes: total, from: offset } : undefined;
}

export const listRequest: Header = { cmd: 'ls' };
/** One of the frames of a list; all but the last have `more`. The names alone may be longer than a header. */
export const listPage = (files: readonly StoredFile[], hasMore: boolean): [Header, Buffer] => [
  { status: 'ok', count: files.length, ...(hasMore ? { more: true } : {}) },
  Buffer.from(JSON.stringify(files.map(listed))),
];
export const hasMorePages = ({ more }: Header): boolean => more === true;
/** @returns the files of one page, without what is none; undefined when the body is no page. */
export function listPageIn(
  body: Buffer,
): { readonly count: number; readonly files: readonly StoredFile[] } | undefined {
  const page = parseJson(body.toString('utf8'));
  if (!Array.isArray(page)) return undefined;
  return { count: page.length, files: page.filter(isListed).map(storedFile) };
}

export const removeRequest = (name: string): Header => ({ cmd: 'rm', filename: name });
export const removeDone = (name: string): Header => ({ status: 'ok', filename: name });

/** The name in a request. */
export const fileNameIn = (header: Header): string => textIn(header, 'filename');

/** A file as it stands in a list. */
interface Listed {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}
export const listed = ({ name, bytes, modifiedMs }: StoredFile): Listed => ({
  name,
  bytes,
  modified: modifiedMs,
});
const isListed = (value: Partial<Listed> | null): value is Listed =>
  typeof value?.name === 'string' && typeof value.bytes === 'number' && typeof value.modified === 'number';
const storedFile = ({ name, bytes, modified }: Listed): StoredFile => ({ name, bytes, modifiedMs: modified });

function textIn(header: Header, field: string): string {
  const value = header[field];
  if (typeof value !== 'string') throw new WireError(field);
  return value;
}

function bytesIn(header: Header, field: string): number {
  const value = header[field];
  if (!isBytes(value)) throw new WireError(field);
  return value;
}

const isBytes = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
