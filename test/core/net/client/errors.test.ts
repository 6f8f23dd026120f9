import { describe, expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import { clientErrors, refusalIn, toClientError } from '#core/net/client/errors.ts';
import { ConnectError, type ConnectFailure } from '#lib/net/connect.ts';
import { ConnectionLost } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { expectSentence } from '#test/kit/both-languages.ts';

const at = '127.0.0.1:8080';

describe('every sentence', () => {
  it.each(Object.entries(clientErrors))('%s ends with its remedy, in both languages', (code, make) => {
    const error = make({ address: at, given: 'x', path: '/conf/secret.key' });
    expect(error.code).toBe(code);
    expectSentence(error.text);
  });
});

describe('a failed connection', () => {
  it.each<[ConnectFailure, number]>([
    ['unreachable', 5],
    ['unknown_host', 2],
    ['no_answer', 5],
    ['closed_at_once', 5],
    ['wrong_key', 3],
    ['foreign_server', 2],
    ['protocol_version', 2],
    ['needs_key', 2],
  ])('%s has exit code %i', (failure, exitCode) => {
    const error = toClientError(new ConnectError(failure), at);
    expect(error).toMatchObject({ code: failure, exitCode, message: expect.stringContaining(at) });
  });

  it('is an error when it breaks later', () => {
    expect(toClientError(new ConnectionLost('reset'), at)).toMatchObject({
      code: 'connection_lost',
      exitCode: 5,
    });
    expect(toClientError(new FrameError('header_json', ''), at)).toMatchObject({
      code: 'foreign_server',
      exitCode: 2,
    });
  });

  it('is not seen in any other error', () => {
    for (const error of [new Error('bug'), undefined, 'reset'])
      expect(toClientError(error, at)).toBeUndefined();
  });

  it('has the cleaned address in its sentence', () => {
    const error = toClientError(new ConnectError('unreachable'), '\x1b[2J:80');
    expect(error?.message).not.toContain('\x1b');
  });
});

describe('a refusal in an answer', () => {
  const header = { status: 'error', code: 'locked', exitCode: 3, zh: '已锁定。', en: 'It is locked.' };

  it('is shown as it is', () => {
    const refusal = refusalIn(header);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({
      code: 'locked',
      exitCode: 3,
      text: { zh: '已锁定。', en: 'It is locked.' },
    });
  });

  it.each([{ status: 'ok' }, {}, { status: ['error'] }])('is not in %j', (answer) => {
    expect(refusalIn(answer)).toBeUndefined();
  });

  it.each([0, 6, 130, -1, 2.5, '3', null, undefined, [3], { valueOf: 3 }])(
    'with exit code %j is one of a bug',
    (exitCode) => {
      expect(refusalIn({ ...header, exitCode })?.exitCode).toBe(1);
    },
  );

  it('without a usable sentence can be shown all the same', () => {
    const refusal = refusalIn({ status: 'error', code: 7, zh: { toString: 'x' }, en: ['\x1b[2J'] });
    expect(refusal).toMatchObject({ code: '?', exitCode: 1, text: { zh: '?', en: '?' } });
  });

  it('of a hostile server is cleaned', () => {
    const refusal = refusalIn({ ...header, code: '\x1b[2J', zh: '\x1b[2J', en: 'a\x1b]0;title\x07\r\nb' });
    expect([refusal?.code, refusal?.text.zh, refusal?.text.en].join()).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});
