import { host, listeningPort } from '#lib/net/setting-kinds.ts';
import { wholeNumber } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';
import { dayInSeconds, seconds } from './units.ts';

const connections = wholeNumber({ min: 1, max: 100_000, unit: { zh: '个', en: 'connections' } });

export const server = {
  host: setting('host', host, '127.0.0.1', {
    zh: '服务器在哪个地址上监听',
    en: 'address the server listens on',
  }),
  port: setting('port', listeningPort, '8080', {
    zh: '服务器的 TCP 端口',
    en: 'TCP port of the server',
  }),
  connections: setting('connections', connections, '2000', {
    zh: '同时最多多少个连接',
    en: 'most connections at once',
  }),
  connectionsPerAddress: setting('connections_per_address', connections, '2000', {
    zh: '同一地址同时最多多少个连接',
    en: 'most connections at once from one address',
  }),
  unproven: setting('unproven', connections, '256', {
    zh: '多少个连接可以慢慢证明密钥；超出的只有一秒',
    en: 'connections that may take their time to prove the key; any further one has a second',
  }),
  wrongProofs: setting(
    'wrong_proofs',
    wholeNumber({ min: 1, max: 1000, unit: { zh: '次', en: 'proofs' } }),
    '20',
    {
      zh: '同一地址一分钟内可以证明错多少次；再错就拒绝它一分钟',
      en: 'wrong proofs an address may give in a minute before it is refused for a minute',
    },
  ),
  proofTimeoutSeconds: setting('proof_timeout', wholeNumber({ min: 1, max: 3600, unit: seconds }), '5', {
    zh: '新连接要在多少秒内证明密钥',
    en: 'seconds a new connection has to prove the key',
  }),
  idleTimeoutSeconds: setting(
    'idle_timeout',
    wholeNumber({ min: 1, max: dayInSeconds, unit: seconds }),
    '300',
    {
      zh: '多少秒没有请求就断开连接',
      en: 'seconds without a request after which a connection is closed',
    },
  ),
  stopTimeoutSeconds: setting('stop_timeout', wholeNumber({ min: 0, max: 3600, unit: seconds }), '10', {
    zh: '停止时最多用多少秒完成正在进行的请求',
    en: 'seconds that running requests have to finish when the server stops',
  }),
};
