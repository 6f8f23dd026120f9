import type { Text } from '#lib/text/text.ts';

/** A separate file, because the launcher draws the first question before it loads the rest of the app. */
export const signInLabels = {
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  nameNeeded: { zh: '请输入用户名', en: 'Type your name' },
  checking: { zh: '正在验证', en: 'Checking' },
} as const satisfies Record<string, Text>;
