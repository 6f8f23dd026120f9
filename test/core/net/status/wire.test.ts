import { expect, test } from 'vitest';
import { listedServices, servicesIn } from '#core/net/status/wire.ts';

test('a client reads the services that a server lists', () => {
  const address = { host: '::1', port: 9000 };
  const listed = listedServices([{ name: 'time', protocol: 'udp', address }]);
  expect(servicesIn({ services: listed })).toEqual([
    { name: 'time', protocol: 'udp', address: '[::1]:9000' },
  ]);
});

test('a malformed service is left out', () => {
  const services = [null, 'time', { name: 'time' }, { name: 1, protocol: 'udp', address: 'a:1' }];
  expect([servicesIn({ services }), servicesIn({ services: {} }), servicesIn({})]).toEqual([[], [], []]);
});
