import { expect, test } from 'vitest';
import {
  getAnswer,
  getAnswerIn,
  getRequest,
  getStartIn,
  hasMorePages,
  isPlainPut,
  listPage,
  listPageIn,
  plainPut,
  putAccepted,
  putAcceptedIn,
  putBody,
  putBodyIn,
  putOffer,
  putOfferIn,
} from '#core/files/wire.ts';
import { WireError } from '#core/net/wire-error.ts';

const start = { bytes: 5, sha256: 'ab' };

test('each side reads what the other writes', () => {
  const offer = { name: 'a', totalBytes: 7, transfer: 't' };
  expect(putOfferIn(putOffer(offer))).toEqual(offer);
  expect([isPlainPut(putOffer(offer)), isPlainPut(plainPut('a', 7))]).toEqual([false, true]);
  expect(putAcceptedIn(putAccepted(start), 7)).toEqual(start);
  expect(putAcceptedIn(putAccepted(undefined), 7)).toBeUndefined();
  expect(putBodyIn(putBody(5))).toBe(5);
  expect(getStartIn(getRequest('a', start))).toEqual(start);
  expect(getStartIn(getRequest('a'))).toEqual({ bytes: 0, sha256: undefined });
  const file = { name: 'a', bytes: 7, modifiedMs: 1 };
  expect(getAnswerIn(getAnswer(file, 5), start)).toEqual({ totalBytes: 7, from: 5 });
  const [header, body] = listPage([file], true);
  expect([hasMorePages(header), listPageIn(body)]).toEqual([true, { count: 1, files: [file] }]);
});

test.each([
  ['filename', () => putOfferIn({ cmd: 'put', filename: 7, total: 1, transfer: 't' })],
  ['total', () => putOfferIn({ cmd: 'put', filename: 'a', total: -1, transfer: 't' })],
  ['transfer', () => putOfferIn({ cmd: 'put', filename: 'a', total: 1 })],
  ['offset', () => putBodyIn({ cmd: 'put-body', offset: 1.5 })],
  ['put-body', () => putBodyIn({ cmd: 'ls', offset: 0 })],
  ['offset', () => getStartIn({ cmd: 'get', filename: 'a', offset: 2 ** 60 })],
])('a request with a bad %s is refused', (field, read) => {
  expect(read).toThrow(new WireError(field));
});

test('a malformed answer is refused', () => {
  expect(putAcceptedIn({ offset: 8, sha256: 'ab' }, 7)).toBeUndefined();
  expect(putAcceptedIn({ offset: 5 }, 7)).toBeUndefined();
  expect(getAnswerIn({ total: '7', offset: 0 }, undefined)).toBeUndefined();
  expect(getAnswerIn({ total: 7, offset: 3 }, start)).toBeUndefined();
  expect(listPageIn(Buffer.from('{}'))).toBeUndefined();
  expect(listPageIn(Buffer.from('[null,{"name":1},{"name":"a","bytes":1}]'))).toEqual({
    count: 3,
    files: [],
  });
});
