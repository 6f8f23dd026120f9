import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatAddress, isLoopback, isUnspecified, parseAddress } from '#lib/net/address.ts';

describe('parseAddress', () => {
  it.each([
    ['127.0.0.1:8080', '127.0.0.1', 8080],
    ['localhost:1', 'localhost', 1],
    ['my-host.example.:65535', 'my-host.example.', 65_535],
    ['my_host:08080', 'my_host', 8080],
    ['例子.测试:80', '例子.测试', 80],
    ['[::1]:8080', '::1', 8080],
    ['[fe80::1%eth0]:8080', 'fe80::1%eth0', 8080],
    ['[::ffff:127.0.0.1]:8080', '::ffff:127.0.0.1', 8080],
    [`${'a'.repeat(253)}:80`, 'a'.repeat(253), 80],
  ])('reads %s', (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  it.each([
    ...[
      '',
      ':',
      'localhost',
      'localhost:',
      ':8080',
      '8080',
      'localhost:http',
      'localhost:80:80',
      'localhost:80 ',
    ],
    ...[
      ' localhost:80',
      'local host:80',
      'localhost:0',
      'localhost:65536',
      'localhost:99999',
      'localhost:100000',
    ],
    ...[
      'localhost:-1',
      'localhost:+1',
      'localhost:1e3',
      'localhost:0x50',
      'localhost:８０',
      'localhost:²',
      '::1:8080',
    ],
    ...[
      '[::1]',
      '[::1]8080',
      '[::1:8080',
      '::1]:8080',
      '[]:80',
      '[localhost]:80',
      '[127.0.0.1]:80',
      '[[::1]]:80',
    ],
    ...[
      'a/b:80',
      'a@b:80',
      'http://a:80',
      'a\0:80',
      'a\n:80',
      'a:80\n',
      '\x1b[31m:80',
      'a\u202e:80',
      '[::1%\x1b]:80',
    ],
    `${'a'.repeat(254)}:80`,
    `${'['.repeat(100_000)}:80`,
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('reads what formatAddress writes', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        expect(parseAddress(formatAddress({ host, port }))).toEqual({ host, port });
      }),
    );
  });
});

test.each([
  [{ host: '127.0.0.1', port: 80 }, '127.0.0.1:80'],
  [{ host: 'localhost', port: 80 }, 'localhost:80'],
  [{ host: '::1', port: 80 }, '[::1]:80'],
])('formatAddress(%j) is %s', (address, text) => {
  expect(formatAddress(address)).toBe(text);
});

test.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['127.0.0.0', true],
  ['126.255.255.255', false],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['192.168.127.1', false],
  ['::1', true],
  ['::1%lo', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::', false],
  ['::2', false],
  ['::127.0.0.1', false],
  ['fe80::1', false],
  ['::ffff:127.0.0.1', true],
  ['::FFFF:127.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::127.0.0.1', false],
  // Names, though the system may take the last four for 127.0.0.1.
  ['localhost', false],
  ['127.0.0.1.example', false],
  ['127.0.0.1\n', false],
  ['127.1', false],
  ['0x7f.0.0.1', false],
  ['127.0.0.01', false],
  ['2130706433', false],
  ['', false],
])('isLoopback(%j) is %s', (ip, expected) => {
  expect(isLoopback(ip)).toBe(expected);
});

test.each([
  ['0.0.0.0', true],
  ['::', true],
  ['0:0:0:0:0:0:0:0', true],
  ['::0', true],
  ['127.0.0.1', false],
  ['::1', false],
  ['0', false],
  [':', false],
  ['0:0', false],
  ['', false],
])('isUnspecified(%j) is %s', (ip, expected) => {
  expect(isUnspecified(ip)).toBe(expected);
});
