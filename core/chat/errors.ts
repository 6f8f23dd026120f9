import { defineErrors } from '#core/errors.ts';
import type { Text } from '#lib/text/text.ts';
import { messageBytesMax } from './message.ts';

export const chatErrors = defineErrors({
  unknown_contact: {
    exitCode: 2,
    text: ({ name, hint }: { name: string; hint: Text }) => ({
      zh: `settings.ini 的 [chat] book 里没有 ${name}${hint.zh}。`,
      en: `The address book, [chat] book in settings.ini, has no ${name}${hint.en}.`,
    }),
  },
  unknown_chat_host: {
    exitCode: 2,
    text: ({ host }: { host: string }) => ({
      zh: `找不到主机 ${host}，请检查 settings.ini 的 [chat]。`,
      en: `The host ${host} of [chat] in settings.ini was not found. Correct it there.`,
    }),
  },
  cannot_receive: {
    exitCode: 2,
    text: ({ address, reason }: { address: string; reason: string }) => ({
      zh: `不能在 ${address} 收消息（${reason}），请修改 settings.ini 的 [chat] host 和 port。`,
      en: `Messages cannot be received on ${address} (${reason}), the address of [chat] in settings.ini. Correct host and port there.`,
    }),
  },
  out_of_reach: {
    exitCode: 2,
    text: ({ from, to }: { from: string; to: string }) => ({
      zh: `从 ${from} 发不到 ${to}，请把 settings.ini 的 [chat] host 改为本机在对方网络上的地址。`,
      en: `Messages from ${from}, the host of [chat] in settings.ini, cannot reach ${to}. Set it to this machine's address in the receiver's network.`,
    }),
  },
  message_too_long: {
    exitCode: 2,
    text: ({ bytes }: { bytes: number }) => ({
      zh: `一条消息最多 ${messageBytesMax} 字节，这条有 ${bytes} 字节，请缩短。`,
      en: `A message holds at most ${messageBytesMax} bytes, and this one has ${bytes}. Shorten it.`,
    }),
  },
  messages_too_long: {
    exitCode: 2,
    text: ({ refused, sent }: { refused: number; sent: number }) => ({
      zh: `发出 ${sent} 条消息；另有 ${refused} 条超过 ${messageBytesMax} 字节，没有发出，请缩短后重发。`,
      en: `Messages sent: ${sent}; longer than ${messageBytesMax} bytes and not sent: ${refused}. Shorten those and send them again.`,
    }),
  },
  not_sent: {
    exitCode: 5,
    text: ({ address, reason }: { address: string; reason: string }) => ({
      zh: `没能发到 ${address}（${reason}），请检查网络后重试。`,
      en: `The message could not be sent to ${address} (${reason}). Check the network and try again.`,
    }),
  },
});
