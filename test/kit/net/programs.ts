import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Address, parseAddress } from '#lib/net/address.ts';
import { root } from '#test/kit/root.ts';
import { type Ended, endOf } from '#test/kit/run.ts';
import { patienceMs } from '#test/kit/waiting.ts';

const bin = join(root, 'bin');

export interface ProgramOptions {
  /** APP_HOME. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export type Program = ChildProcessWithoutNullStreams & { readonly ended: Promise<Ended> };

/** serve.js or connect.js as a process of its own. Its environment is empty but for what is given. */
export function startProgram(
  name: 'serve' | 'connect',
  args: readonly string[],
  { home, env = {}, input = '' }: ProgramOptions,
): Program {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(bin, `${name}.js`), ...args], {
    env: { PATH, HOME, LANG: 'C.UTF-8', APP_HOME: home, ...env },
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  const ended = endOf(child);
  child.stdin.end(input);
  return Object.assign(child, { ended });
}

/** connect.js, to its end. */
export const runConnect = (args: readonly string[], options: ProgramOptions): Promise<Ended> =>
  startProgram('connect', args, options).ended;

export interface ServedAddress {
  readonly name: string;
  readonly protocol: string;
  readonly address: Address;
}

/** A server that has printed where its services are; `await using` kills it. */
export class ServerProcess implements AsyncDisposable {
  readonly program: Program;
  readonly lines: readonly string[];

  private constructor(program: Program, lines: readonly string[]) {
    this.program = program;
    this.lines = lines;
  }

  /** @throws Error with what it printed when it ends instead. */
  static async start(args: readonly string[], options: ProgramOptions): Promise<ServerProcess> {
    const program = startProgram('serve', args, options);
    let printed = '';
    const isUp = new Promise<void>((resolve) => {
      program.stdout.on('data', (text: string) => {
        printed += text;
        // A line for each service, in one write.
        if (printed.endsWith('\n')) resolve();
      });
    });
    await Promise.race([
      isUp,
      program.ended.then(({ code, stderr }) => {
        throw new Error(`the server ended with ${code}: ${stderr}`);
      }),
    ]);
    return new ServerProcess(program, printed.trimEnd().split('\n'));
  }

  get addresses(): readonly ServedAddress[] {
    return this.lines.map((line) => {
      const [name = '', protocol = '', where = ''] = line.split(' ');
      const address = parseAddress(where);
      if (address === undefined) throw new Error(`no address: ${line}`);
      return { name, protocol, address };
    });
  }

  /** Where a service is, as a person writes it. */
  at(service: string): string {
    const place = this.addresses.find(({ name }) => name === service);
    if (place === undefined) throw new Error(`no ${service} in ${this.lines}`);
    return `${place.address.host}:${place.address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.program.kill('SIGKILL');
    await this.program.ended;
  }
}
