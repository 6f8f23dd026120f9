import { type Address, parseAddress } from '#lib/net/address.ts';
import { launcherOf } from '#test/kit/root.ts';
import { type Ended, type Program, type RunOptions, run, start } from '#test/kit/run.ts';

export const runConnect = (args: readonly string[], options: RunOptions): Promise<Ended> =>
  run(args, { ...options, launcher: launcherOf('connect') });

/** Runs serve.js, which may fail to start. */
export function startServer(
  args: readonly string[],
  { input = '', launcher = launcherOf('serve'), ...options }: RunOptions,
): Program {
  const program = start(args, { ...options, launcher });
  program.stdin.end(input);
  return program;
}

export interface ServedAddress {
  readonly name: string;
  readonly protocol: string;
  readonly address: Address;
}

/** A server that has printed the addresses of its services; `await using` kills it. */
export class ServerProcess implements AsyncDisposable {
  readonly program: Program;
  readonly lines: readonly string[];

  private constructor(program: Program, lines: readonly string[]) {
    this.program = program;
    this.lines = lines;
  }

  /** @throws Error with the output when the server ends instead. */
  static async start(args: readonly string[], options: RunOptions): Promise<ServerProcess> {
    const program = startServer(args, { ...options, timeoutMs: 0 });
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

  /** The address of a service, as a user writes it. */
  at(service: string): string {
    const place = this.addresses.find(({ name }) => name === service);
    if (place === undefined) throw new Error(`no ${service} in ${this.lines}`);
    return `${place.address.host}:${place.address.port}`;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.program[Symbol.asyncDispose]();
  }
}
