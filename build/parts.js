/**
 * The parts of the template, as data. A path belongs to a part when one of its segments (a folder, or a file's name up
 * to the first dot) is the part's name; build/part-of.js decides.
 *
 * - `needs`: the parts it imports from.
 * - `names`: what else its segments are called.
 * - `files`: paths without any of these names.
 * - `userKeys`: keys of config.ini that it reads.
 * - `packages`: npm packages that are there for it alone.
 * - `words`: words that only this part uses, so that they betray it where it was left out.
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
    words: ['serve.js', 'connect.js', 'secret.key', 'SECRET_KEY'],
  },
  console: { needs: ['net'], words: ['ConsoleRun', 'RemoteScreen', 'consoleVerb'] },
  files: { needs: ['net'], words: ['FileStore', 'db/files', 'get-part'] },
  exec: { needs: ['net'], words: ['execService', 'exec-allow', '[exec]'] },
  time: { needs: ['net'], words: ['strftime', '[time]'] },
  echo: { needs: ['net'], words: ['echoService', '[echo]'] },
  chat: { needs: ['net'], words: ['chat', '聊天'] },
};
