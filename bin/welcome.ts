import { style } from '#lib/terminal/style.ts';
import type { Language, Text } from '#lib/text/text.ts';

export const appTitle: Text = { zh: '控制台商城', en: 'Console Shop' };

/** What stands above the first question. @param program how the app is called from there. */
export function welcome(language: Language, colours: boolean, program = 'node bin/start.js'): string {
  const { bold, dim } = style(colours);
  const hint = {
    zh: `新用户：${program} register · Ctrl-C 离开`,
    en: `New here: ${program} register · Ctrl-C leaves`,
  };
  return `${bold(appTitle[language])}\n${dim(hint[language])}\n`;
}
