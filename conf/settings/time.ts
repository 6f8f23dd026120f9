import { listeningPort } from '#lib/net/setting-kinds.ts';
import { yesOrNo } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';

export const time = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否启用时间服务',
    en: 'whether the time service is enabled',
  }),
  port: setting('port', listeningPort, '9000', {
    zh: '时间服务的 UDP 端口',
    en: 'UDP port of the time server',
  }),
};
