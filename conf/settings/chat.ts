import { address, host, listeningPort } from '#lib/net/setting-kinds.ts';
import { entries } from '#lib/settings/entries.ts';
import { yesOrNo } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';

const addressBook = ['金老板', '哪吒', 'egon', 'yuan'].map((name) => `${name} = 127.0.0.1:8081`).join('\n');

export const chat = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否启用聊天',
    en: 'whether the chat is enabled',
  }),
  host: setting('host', host, '127.0.0.1', {
    zh: '聊天在哪个地址上收消息',
    en: 'address on which the chat receives messages',
  }),
  port: setting('port', listeningPort, '8081', {
    zh: '聊天的 UDP 端口',
    en: 'UDP port of the chat',
  }),
  book: setting(
    'book',
    entries(address),
    addressBook,
    {
      zh: '聊天的通讯录',
      en: 'address book of the chat',
    },
    { zh: ['每行要缩进'], en: ['Indent each line'] },
  ),
};
