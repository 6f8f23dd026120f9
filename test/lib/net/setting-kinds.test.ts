import { describe, expect, test } from 'vitest';
import { address, host, listeningPort } from '#lib/net/setting-kinds.ts';

describe('a host', () => {
  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '::',
    '::1',
    'fe80::1%eth0',
    'localhost',
    'example.com',
    'a-b.example.com',
    'time_server',
    '3com.com',
    'x',
    'example.com.',
    '例子.测试',
    `${'a'.repeat(63)}.com`,
    `${'abcdefg.'.repeat(31)}abcde`,
  ])('is %s', (text) => {
    expect(host.parse(text)).toBe(text);
  });

  test.each([
    '',
    ' ',
    '127.0.0.256',
    '127.0.0.1:8080',
    '[::1]',
    '8080',
    '-a',
    'a-',
    'a.-b',
    'a..b',
    '.a',
    'a..',
    '.',
    '127.0.0.1.',
    '例 子',
    '例/子',
    '-例子',
    'a b',
    'a/b',
    '*',
    'a\n',
    `${'a'.repeat(64)}.com`,
    `${'abcdefg.'.repeat(31)}abcdef`,
  ])('is not %j', (text) => {
    expect(host.parse(text)).toBeUndefined();
  });
});

test.each([
  ['0', 0],
  ['1', 1],
  ['65535', 65_535],
  ['65536', undefined],
  ['-1', undefined],
  ['', undefined],
  ['080', undefined],
  ['http', undefined],
])('the port %j is %j', (text, port) => {
  expect(listeningPort.parse(text)).toBe(port);
});

test.each([
  ['127.0.0.1:8081', { host: '127.0.0.1', port: 8081 }],
  ['[::1]:1', { host: '::1', port: 1 }],
  ['example.com:65535', { host: 'example.com', port: 65_535 }],
  ['example.com', undefined],
  ['example.com:0', undefined],
  ['example.com:65536', undefined],
  ['127.0.0.256:80', undefined],
  ['::1:80', undefined],
  ['"x":80', undefined],
  [':80', undefined],
])('the address %j is %j', (text, expected) => {
  expect(address.parse(text)).toEqual(expected);
});
