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
      en: 'address on which the server listens',
    },
    {
      zh: ['127.0.0.1 只接受本机的连接；0.0.0.0 或 :: 接受所有网络的连接，这时必须设置密钥'],
      en: [
        '127.0.0.1 accepts connections of this machine only; 0.0.0.0 or :: accepts every network, and requires the key',
      ],
    },
  ),
  port: setting('port', listeningPort, '8080', {
    zh: '服务器的 TCP 端口',
    en: 'TCP port of the server',
  }),
  connections: setting('connections', connections, '2000', {
    zh: '同时最多多少个连接',
    en: 'maximum number of connections at once',
  }),
  connectionsPerAddress: setting('connections_per_address', connections, '2000', {
    zh: '同一地址同时最多多少个连接',
    en: 'maximum number of connections at once from one address',
  }),
  unproven: setting('unproven', connections, '256', {
    zh: '尚未证明持有密钥的连接中，多少个可以用满 proof_timeout；超出的每个只有 1 秒',
    en: 'number of unproven connections that get the full proof_timeout; each one beyond it gets 1 second',
  }),
  wrongProofs: setting(
    'wrong_proofs',
    wholeNumber({ min: 1, max: 1000, unit: { zh: '次', en: 'proofs' } }),
    '20',
    {
      zh: '同一地址一分钟内多少次密钥错误之后，该地址的错误密钥（有 TLS 时所有密钥）一分钟内都要多等一秒；正确的密钥从不拒绝',
      en: 'number of wrong keys from one address in a minute after which each wrong key of the address (with TLS: each key) waits a second; a right key is never refused',
    },
  ),
  proofTimeoutSeconds: setting('proof_timeout', wholeNumber({ min: 1, max: 3600, unit: seconds }), '5', {
    zh: '新连接须在多少秒内证明持有密钥',
    en: 'seconds in which a new connection must prove that it has the key',
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
    en: 'seconds in which running requests can finish when the server stops',
  }),
};

/** Environment variables that are not settings: the key that the clients and the server share. */
export const netVariables = ['SECRET_KEY'] as const;
