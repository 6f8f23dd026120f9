import { host, listeningPort } from '#lib/net/setting-kinds.ts';
import { wholeNumber } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';
import { dayInSeconds, seconds } from './units.ts';

const connections = wholeNumber({ min: 1, max: 100_000, unit: { zh: '个', en: 'connections' } });

export const server = {
  host: setting(
    'host',
    host,
    '127.0.0.1',
    {
      zh: '服务器在哪个地址上监听',
      en: 'address the server listens on',
    },
    {
      zh: ['127.0.0.1 只接受本机；0.0.0.0 或 :: 接受所有网络，这时必须有密钥'],
      en: ['127.0.0.1 accepts this machine only; 0.0.0.0 or :: accepts every network, and needs the key'],
    },
  ),
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
    zh: '多少个尚未证明密钥的连接可以用满时限，超出的只有一秒',
    en: 'unproven connections with the full proof_timeout; each further one has a second',
  }),
  wrongProofs: setting(
    'wrong_proofs',
    wholeNumber({ min: 1, max: 1000, unit: { zh: '次', en: 'proofs' } }),
    '20',
    {
      zh: '同一地址一分钟内最多出示多少次错误密钥，超过就拒绝它一分钟',
      en: 'wrong keys an address may show in a minute before it is refused for a minute',
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

/** Environment variables that are no settings: the key that clients and the server share. */
export const netVariables = ['SECRET_KEY'] as const;
