import { pipeline } from 'node:stream/promises';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { readBody } from '#lib/net/body.ts';

/** The answer to a frame is made in memory, so its size is limited. The port without frames has no limit. */
const bodyBytesMax = 1024 * 1024;

/**
 * Sends text back in capitals. It is the smallest service; copy it to start your own.
 * With frames: {"cmd":"echo"} with the text as the body. Without frames: a stream on the service's own port, as in the
 * course.
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

/** Like Python's bytes.upper, it changes only ASCII letters, so chunks may split the characters of UTF-8 anywhere. */
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
