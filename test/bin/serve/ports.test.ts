import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { variable } from '#conf/app.ts';
import { Home } from '#test/kit/home.ts';
import { runConnect, ServerProcess } from '#test/kit/net/programs.ts';

const env = { [variable('SECRET_KEY')]: 'linhaifeng bang bang bang' };
/** More than the ports that one server takes. */
const portsMax = 20;
const triesMax = 20;

/** A server on `--port N` and behind it. Another program may have one of the ports: then N is another number. */
async function startAtPort(home: Home): Promise<{ server: ServerProcess; port: number }> {
  for (let tries = 1; ; tries++) {
    // Below the ports that the system chooses itself.
    const port = randomInt(10_000, 32_000 - portsMax);
    try {
      return { server: await ServerProcess.start(['--port', `${port}`], { home: home.path, env }), port };
    } catch (error) {
      if (tries === triesMax || !/EADDRINUSE/.test(String(error))) throw error;
    }
  }
}

const portsOf = (server: ServerProcess): number[] => server.addresses.map(({ address }) => address.port);

describe('--port', () => {
  it('moves every port: the services that have one of their own take the ports behind it, in their order', async () => {
    using home = new Home();
    const { server, port } = await startAtPort(home);
    await using _ = server;
    const ports = portsOf(server);
    expect(ports).toContain(port);
    const own = ports.filter((one) => one !== port);
    expect(own).toEqual(own.map((_, index) => port + 1 + index));
  });

  it('lets two servers run side by side', async () => {
    using home = new Home();
    using otherHome = new Home();
    const [first, second] = [await startAtPort(home), await startAtPort(otherHome)];
    await using _ = first.server;
    await using __ = second.server;
    expect(portsOf(second.server).filter((port) => portsOf(first.server).includes(port))).toEqual([]);
    for (const { server, port } of [first, second]) {
      const { code, stdout } = await runConnect([server.at('status'), 'status', '--json'], {
        home: home.path,
        env,
      });
      expect(code).toBe(0);
      expect(stdout).toContain(`"127.0.0.1:${port}"`);
    }
  });
});
