import type { RestVerb } from '#core/net/client/verb.ts';
import { openConsole } from './console.ts';

/** Runs the server's menu, or one of its commands, at this terminal. */
export const consoleVerb: RestVerb = {
  takesRest: true,
  summary: [
    {
      zh: '不带命令：登录并打开服务器上的菜单',
      en: 'without a command: sign in and open the menu of the server',
    },
    {
      zh: '其他命令由服务器执行，与 node bin/start.js 相同，例如 whoami；全部见 HOST:PORT --help',
      en: 'the server runs any other command, such as whoami, as node bin/start.js does; HOST:PORT --help lists all',
    },
  ],
  run(client) {
    return openConsole({ ...client, args: client.words, connect: () => client.connectAnew() });
  },
};
