import { defineErrors } from '#core/errors.ts';

/** The reasons for which a server ends a console. */
export const consoleErrors = defineErrors({
  server_stopping: {
    exitCode: 5,
    text: () => ({
      zh: '服务器正在停止，控制台到此结束。请稍后再连。',
      en: 'The server is stopping, and this console ends. Connect again later.',
    }),
  },
  sign_in_timeout: {
    exitCode: 3,
    text: () => ({
      zh: '很久没有人登录，控制台已关闭，请重新连接并登录。',
      en: 'No user signed in for a while, and the console was closed. Start it again to sign in.',
    }),
  },
});
