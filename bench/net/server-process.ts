import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { variable } from '#conf/app.ts';
import { type Address, parseAddress } from '#lib/net/address.ts';
import { environment, makeHome } from '../processes.ts';

const keyText = 'a key for benchmarks only';

export interface ServerProcess {
  readonly address: Address;
  readonly key: Buffer;
  readonly home: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The real server, on a home of its own. @param env settings as variables. @param furnish changes the home before the start. */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  furnish: (home: string) => void = () => {},
): Promise<ServerProcess> {
  const home = makeHome();
  furnish(home);
  const child = spawn(process.execPath, [resolve('bin/serve.js'), '--port', '0'], {
    env: { ...environment(home), [variable('SECRET_KEY')]: keyText, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also when the benchmark fails.
  process.on('exit', () => child.kill());
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const address = parseAddress(line.split(' ')[2] ?? '');
  if (address === undefined) throw new Error(`the server said: ${line}`);
  return {
    address,
    key: Buffer.from(keyText),
    home,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(home, { recursive: true });
    },
  };
}
