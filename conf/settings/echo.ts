import { listeningPort } from '#lib/net/setting-kinds.ts';
import { yesOrNo } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';

export const echo = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否启用回声服务',
    en: 'whether the echo service is enabled',
  }),
  port: setting('port', listeningPort, '9999', {
    zh: '回声服务的 TCP 端口',
    en: 'TCP port of the echo server',
  }),
};
