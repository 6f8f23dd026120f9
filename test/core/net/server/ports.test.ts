import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { AppError } from '#core/errors.ts';
import type { Service } from '#core/net/server/service.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import { openTestServices } from '#test/kit/net/open-test-services.ts';

/** `tcp` and `udp` name a port, which is used where the ports do not follow the server's. */
const services = (named: number): readonly Service[] => [
  { name: 'tcp', own: { protocol: 'tcp', port: named, serve: async () => {} } },
  { name: 'frames', handlers: {} },
  {
    name: 'udp',
    own: {
      protocol: 'udp',
      port: named + 1,
      open: (address) => openDatagrams({ ...address, onDatagram() {} }),
    },
  },
];

/** Opens a server at some port. Another program may have one of its ports: then it is another one. */
async function openSomewhere(open: (port: number) => ReturnType<typeof openTestServices>) {
  for (let tries = 1; ; tries++) {
    // Below the ports that the system chooses itself.
    const port = randomInt(10_000, 31_000);
    try {
      await using opened = await open(port);
      return { port, ports: opened.server.addresses.map(({ name, address }) => [name, address.port]) };
    } catch (error) {
      if (!(error instanceof AppError) || tries === 20) throw error;
    }
  }
}

it('consecutive ports are N, N+1, N+2, in the order of the services that have one of their own', async () => {
  const { port, ports } = await openSomewhere((port) =>
    openTestServices({ port, consecutivePorts: true, services: services(9) }),
  );
  expect(ports).toEqual([
    ['main', port],
    ['tcp', port + 1],
    ['frames', port],
    ['udp', port + 2],
  ]);
});

it('otherwise services take the ports that they name', async () => {
  const { port, ports } = await openSomewhere((port) =>
    openTestServices({ port, services: services(port + 500) }),
  );
  expect(ports).toEqual([
    ['main', port],
    ['tcp', port + 500],
    ['frames', port],
    ['udp', port + 501],
  ]);
});

it.each([true, false])(
  '0 is any free port for each, also for consecutive ones: %s',
  async (consecutivePorts) => {
    await using opened = await openTestServices({ port: 0, consecutivePorts, services: services(9) });
    const { server } = opened;
    const ports = server.addresses.filter(({ name }) => name !== 'frames').map(({ address }) => address.port);
    expect(new Set(ports).size).toBe(3);
    expect(ports.every((port) => port > 1_000)).toBe(true);
  },
);
