import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { type Address, formatAddress } from '#lib/net/address.ts';
import { type Datagrams, openDatagrams } from '#lib/net/datagrams.ts';
import { peerOf } from '#test/kit/root.ts';
import { patienceMs } from '#test/kit/waiting.ts';

/** A queue of received texts, whose reader waits for the next one. */
export class Inbox<T> {
  readonly #waiting: T[] = [];
  #wake = (): void => {};

  put(item: T): void {
    this.#waiting.push(item);
    this.#wake();
  }

  get count(): number {
    return this.#waiting.length;
  }

  async next(): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('nothing came')), patienceMs);
    });
    try {
      for (;;) {
        const item = this.#waiting.shift();
        if (item !== undefined) return item;
        await Promise.race([new Promise<void>((resolve) => (this.#wake = resolve)), tooLate]);
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A chat partner with a UDP socket of its own. */
export class Peer implements AsyncDisposable {
  readonly inbox = new Inbox<string>();
  #from: Address | undefined;
  #datagrams: Datagrams | undefined;

  static async open(): Promise<Peer> {
    const peer = new Peer();
    peer.#datagrams = await openDatagrams({
      host: '127.0.0.1',
      port: 0,
      onDatagram(data, from) {
        peer.#from = from;
        peer.inbox.put(data.toString());
      },
    });
    return peer;
  }

  get address(): Address {
    return this.#datagrams?.address ?? { host: '', port: 0 };
  }

  /** As a name in brackets. */
  get label(): string {
    return `[${formatAddress(this.address)}]`;
  }

  /** Where the last message came from. */
  get from(): Address | undefined {
    return this.#from;
  }

  async say(text: string | Uint8Array, to: Address | undefined = this.#from): Promise<void> {
    if (to === undefined) throw new Error('no message has come yet');
    await this.#datagrams?.send(typeof text === 'string' ? Buffer.from(text) : text, to);
  }

  hear(): Promise<string> {
    return this.inbox.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#datagrams?.close();
  }
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
export const pythonIsMissing = !hasPython;
/** For the name of a test. */
export const wherePython = hasPython ? '' : ' (skipped: there is no python3)';

/** One of the programs of test/peers, which speak as the course's do. */
export class PythonPeer implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #printed = new Inbox<string>();

  constructor(program: 'chat_server' | 'chat_client', port: number) {
    const file = peerOf('chat', program);
    const env = { ...process.env, PYTHONUTF8: '1' };
    this.#child = spawn('python3', [file, String(port)], { env });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#lines.on('line', (line) => this.#printed.put(line));
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** The next line it prints. */
  printed(): Promise<string> {
    return this.#printed.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
