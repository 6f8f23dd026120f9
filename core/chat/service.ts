import { randomBytes } from 'node:crypto';
import type { OpenService, Service } from '#core/net/server/service.ts';
import type { Logger } from '#lib/logger/logger.ts';
import { formatAddress } from '#lib/net/address.ts';
import { openDatagrams } from '#lib/net/datagrams.ts';
import { Room } from './room.ts';

export interface ChatServiceOptions {
  readonly port: number;
  readonly logger: Logger;
  /** Milliseconds of a monotonic clock. */
  readonly uptimeMs: () => number;
}

const secretBytes = 32;

/** A chat room. Its users write the server's address into their address books; a message of one goes to all others. */
export function chatService({ port, logger, uptimeMs }: ChatServiceOptions): Service {
  return {
    name: 'chat',
    own: {
      protocol: 'udp',
      port,
      async open(address) {
        const room = new Room({
          secret: randomBytes(secretBytes),
          uptimeMs,
          // The socket may be closed, or the network may be down. UDP has no guarantee, so the error is ignored.
          send: (text, to) => void datagrams.send(Buffer.from(text), to).catch(() => {}),
          onJoined(member, count) {
            logger.info(`聊天室 (chat room) joined address=${formatAddress(member)} members=${count}`);
          },
        });
        const datagrams = await openDatagrams({
          ...address,
          onDatagram: (data, from) => room.receive(data, from),
        });
        return datagrams;
      },
    },
  };
}

export interface ChatServiceSettings {
  readonly chat: { readonly enabled: boolean; readonly port: number };
}

export const openChatService: OpenService<ChatServiceSettings> = ({ settings: { chat }, app, logger }) =>
  chat.enabled ? chatService({ port: chat.port, logger, uptimeMs: () => app.clock.uptimeMs() }) : undefined;
