import { pipeline } from 'node:stream/promises';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { readBody } from '#lib/net/body.ts';

/** What is sent back at once has to fit into the memory. A longer text goes through the port without frames. */
const bodyBytesMax = 1024 * 1024;

/**
 * Sends back in capitals what it gets. The smallest service there is: copy it to begin one of your own.
 * In frames, {"cmd":"echo"} with the text as its body; and without frames on a port of its own, as in the course.
 */
export function echoService({ port }: { readonly port: number }): Service {
  return {
    name: 'echo',
    handlers: {
      async echo(request, connection) {
        const text = await readBody(request, bodyBytesMax);
        await connection.send({ status: 'ok' }, upperCase(text));
      },
    },
    own: {
      protocol: 'tcp',
      port,
      async serve({ stream, stopping }) {
        await pipeline(
          stream,
          async function* (chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) yield upperCase(chunk);
          },
          stream,
          { signal: stopping },
        );
      },
    },
  };
}

/** As Python's bytes.upper: ASCII letters only, so that it makes no difference where a stream of UTF-8 is cut. */
function upperCase(bytes: Buffer): Buffer {
  const capitals = Buffer.from(bytes);
  for (let index = 0; index < capitals.length; index++) {
    const byte = capitals[index] ?? 0;
    if (byte >= 0x61 && byte <= 0x7a) capitals[index] = byte - 0x20;
  }
  return capitals;
}

export interface EchoSettings {
  readonly echo: { readonly enabled: boolean; readonly port: number };
}

export const openEchoService: OpenService<EchoSettings> = ({ settings: { echo } }) =>
  echo.enabled ? echoService(echo) : undefined;
