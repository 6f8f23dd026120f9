/**
 * The table of the template's parts. A path belongs to a part if one of its segments (a folder, or a file's name up to
 * the first dot) is the part's name; see build/part-of.js.
 *
 * - `needs`: the parts it imports from.
 * - `names`: other segments that belong to the part.
 * - `files`: paths that belong to the part although no segment says so.
 * - `userKeys`: keys of config.ini that the part reads.
 * - `packages`: npm packages that only this part uses.
 * - `words`: words that only this part uses. A project without the part must not contain them.
 * @type {Readonly<Record<string, Part>>}
 * @typedef {{
 *   readonly needs: readonly string[],
 *   readonly names?: readonly string[],
 *   readonly files?: readonly string[],
 *   readonly userKeys?: readonly string[],
 *   readonly packages?: readonly string[],
 *   readonly words: readonly string[],
 * }} Part
 */
export const parts = {
  bank: {
    needs: [],
    userKeys: ['money'],
    words: ['bank', 'deposit', 'withdraw', 'ledger', 'money', '银行', '转账', '存款', '取款', '余额', '账单'],
  },
  shop: {
    needs: ['bank'],
    files: ['conf/products.ini'],
    words: ['shop', 'catalog', 'product', 'purchase', '购物', '商品', '订单'],
  },
  net: {
    needs: [],
    names: ['serve', 'connect'],
    files: ['Dockerfile', '.dockerignore'],
    words: ['serve.js', 'connect.js', 'secret.key', 'SECRET_KEY'],
  },
  console: { needs: ['net'], words: ['ConsoleRun', 'RemoteScreen', 'consoleVerb'] },
  files: { needs: ['net'], words: ['FileStore', 'db/files', 'get-part'] },
  exec: { needs: ['net'], words: ['execService', 'exec-allow', '[exec]'] },
  time: { needs: ['net'], words: ['strftime', '[time]'] },
  echo: { needs: ['net'], words: ['echoService', '[echo]'] },
  chat: { needs: ['net'], words: ['chat', '聊天'] },
};
