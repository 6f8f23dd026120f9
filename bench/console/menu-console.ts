import { connect } from '#lib/net/connect.ts';
import type { Connection } from '#lib/net/connection.ts';
import type { ServerProcess } from '../net/server-process.ts';

export const password = '123456';

/** The menu on a screen of 80 columns, driven by keys. */
export class MenuConsole {
  readonly #connection: Connection;
  #shown = '';
  #onShown: () => void = () => {};

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async open({ address, key }: ServerProcess, user: string): Promise<MenuConsole> {
    const connection = await connect({ address, key, timeoutMs: 30_000 });
    const console = new MenuConsole(connection);
    await connection.send({
      cmd: 'console',
      id: user,
      language: 'en',
      terminal: { kind: 'keys', columns: 80, rows: 24, colours: false },
    });
    void console.#read();
    await console.see('Name');
    console.type(`${user}\r`);
    await console.see('Password');
    console.type(`${password}\r`);
    await console.see('Choose');
    return console;
  }

  close(): void {
    void this.#connection.close();
  }

  type(keys: string): void {
    void this.#connection.send({ cmd: 'input' }, Buffer.from(keys));
  }

  /** Waits for a text, and forgets all up to it. */
  async see(text: string): Promise<void> {
    for (;;) {
      const at = this.#shown.indexOf(text);
      if (at >= 0) {
        this.#shown = this.#shown.slice(at + text.length);
        return;
      }
      await new Promise<void>((shown) => {
        this.#onShown = shown;
      });
    }
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const frame = await this.#connection.receive();
        if (frame === undefined) return;
        for await (const chunk of frame.body) this.#shown += chunk.toString('utf8');
        this.#onShown();
      }
    } catch {
      // The server has stopped.
    }
  }
}
