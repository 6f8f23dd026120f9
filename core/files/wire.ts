import { WireError } from '#core/net/wire-error.ts';
import type { StoredFile } from '#lib/files/owner-files.ts';
import type { Header } from '#lib/net/connection.ts';
import { parseJson } from '#lib/net/json.ts';

/**
 * The wire format of the file service: the headers of both sides, and the body of a list. body.ts has the body of a file.
 * `putOffer` makes a header, and `putOfferIn` reads it. Functions that read a request throw WireError.
 */

/** The beginning of a file that the receiver has already. */
export interface Start {
  readonly bytes: number;
  /** The SHA-256 of these bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** A file in the course's format: one frame with the bytes, and no answer. */
export const plainPut = (name: string, bytes: number): Header => ({
  cmd: 'put',
  filename: name,
  filesize: bytes,
});
export const isPlainPut = ({ filesize }: Header): boolean => filesize !== undefined;

/** Offers a file before its transfer. `transfer` identifies the content, so that another try can continue. */
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

/** Accepts an offer. @param start the partial file of an earlier try; undefined for none. */
export const putAccepted = (start: Start | undefined): Header => ({
  status: 'ok',
  offset: start?.bytes ?? 0,
  ...(start === undefined ? {} : { sha256: start.sha256 }),
});
/** @returns the partial file; undefined when the header has none that fits a file of this size. */
export function putAcceptedIn({ offset, sha256 }: Header, totalBytes: number): Start | undefined {
  if (!isBytes(offset) || offset === 0 || offset > totalBytes || typeof sha256 !== 'string') return undefined;
  return { bytes: offset, sha256 };
}

/** Sends the file from the offset `from` on, as a file body. */
export const putBody = (from: number): Header => ({ cmd: 'put-body', offset: from });
export function putBodyIn(header: Header): number {
  if (header['cmd'] !== 'put-body') throw new WireError('put-body');
  return bytesIn(header, 'offset');
}

/** A stored file. */
export interface Stored {
  readonly name: string;
  readonly bytes: number;
  /** The offset at which the transfer began. */
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

/** Requests a file. @param start the beginning that the client has already. */
export const getRequest = (name: string, start?: Start): Header => ({
  cmd: 'get',
  filename: name,
  ...(start === undefined ? {} : { offset: start.bytes, sha256: start.sha256 }),
});
/** @returns the client's start; 0 bytes for none. `sha256` is not validated. */
export const getStartIn = (header: Header): { readonly bytes: number; readonly sha256: unknown } =>
  header['offset'] === undefined
    ? { bytes: 0, sha256: undefined }
    : { bytes: bytesIn(header, 'offset'), sha256: header['sha256'] };

/** Answers with the file from the offset `from` on, as a file body. */
export const getAnswer = ({ name, bytes, modifiedMs }: StoredFile, from: number): Header => ({
  status: 'ok',
  filename: name,
  total: bytes,
  offset: from,
  modified: modifiedMs,
});
/** @returns undefined when the answer does not fit the client's start. */
export function getAnswerIn(
  { total, offset }: Header,
  start: Start | undefined,
): { readonly totalBytes: number; readonly from: number } | undefined {
  if (typeof total !== 'number' || typeof offset !== 'number') return undefined;
  return offset === 0 || offset === start?.bytes ? { totalBytes: total, from: offset } : undefined;
}

export const listRequest: Header = { cmd: 'ls' };
/** One page of a list. All pages except the last have `more`. The files are in the body: a header is too small. */
export const listPage = (files: readonly StoredFile[], hasMore: boolean): [Header, Buffer] => [
  { status: 'ok', count: files.length, ...(hasMore ? { more: true } : {}) },
  Buffer.from(JSON.stringify(files.map(listed))),
];
export const hasMorePages = ({ more }: Header): boolean => more === true;
/** @returns the valid files of a page, and the number of all its entries; undefined when the body is not a page. */
export function listPageIn(
  body: Buffer,
): { readonly count: number; readonly files: readonly StoredFile[] } | undefined {
  const page = parseJson(body.toString('utf8'));
  if (!Array.isArray(page)) return undefined;
  return { count: page.length, files: page.filter(isListed).map(storedFile) };
}

export const removeRequest = (name: string): Header => ({ cmd: 'rm', filename: name });
export const removeDone = (name: string): Header => ({ status: 'ok', filename: name });

/** @returns the file name in a request. */
export const fileNameIn = (header: Header): string => textIn(header, 'filename');

/** An entry of a list. */
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
