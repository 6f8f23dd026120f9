import { type Address, formatAddress } from '#lib/net/address.ts';
import type { Text } from '#lib/text/text.ts';
import { chatErrors } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { messageBytes, messageBytesCommon, messageBytesMax } from './message.ts';

/** The chat's own lines, other than messages. */
export const notices = {
  opened({ address, partner }: Exchange, name: string | undefined): Text {
    const here = formatAddress(address);
    if (name === undefined || partner === undefined)
      return {
        zh: `在 ${here} 等人来信，回复发给最后说话的人。输入 q 结束。`,
        en: `Waiting on ${here} for a first message; answers go to the sender of the last one. q ends the chat.`,
      };
    const there = formatAddress(partner);
    return {
      zh: `在 ${here} 收消息，和 ${name}（${there}）聊天。输入 q 结束。`,
      en: `Receiving on ${here}, chatting with ${name} at ${there}. q ends the chat.`,
    };
  },
  sentTo: (address: string): Text => ({ zh: `已发给 [${address}]`, en: `Sent to [${address}]` }),
  long: (bytes: number): Text => ({
    zh: `这条有 ${bytes} 字节：一次只读 ${messageBytesCommon} 字节的程序会丢掉后面的部分。`,
    en: `That was ${bytes} bytes: a program that reads ${messageBytesCommon} at a time loses the rest.`,
  }),
  silence: {
    zh: '还没有回复。UDP 无法得知对方是否收到，对方可能没有在聊天。',
    en: 'No answer yet. UDP does not tell whether the message arrived: perhaps no program receives there.',
  },
  flood: {
    zh: '消息来得太快，有些没有显示。',
    en: 'Messages come too fast; some are not shown.',
  },
} as const;

/** The prompt of a chat. @param partner undefined: the sender of the last received message. */
export const answersTo = (partner: string | undefined): Text =>
  partner === undefined ? { zh: '回复', en: 'Reply' } : { zh: `对 ${partner} 说`, en: `To ${partner}` };

/** @returns the reason why a line cannot be sent, or undefined. */
export function complaintAbout(line: string, partner: Address | undefined): Text | undefined {
  const bytes = messageBytes(line);
  if (bytes > messageBytesMax) return chatErrors.message_too_long({ bytes }).text;
  if (partner !== undefined) return undefined;
  return { zh: '还没有人来信，请等对方先写', en: 'No message has come yet; wait for the first one' };
}
