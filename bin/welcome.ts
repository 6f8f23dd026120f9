import { style } from '#lib/terminal/style.ts';
import type { Language, Text } from '#lib/text/text.ts';

export const appTitle: Text = { zh: '控制台商城', en: 'Console Shop' };

/** What stands above the first question. */
export function welcome(language: Language, colours: boolean): string {
  const { bold, dim } = style(colours);
  const hint = {
    zh: '新用户：node bin/start.js register · Ctrl-C 离开',
    en: 'New here: node bin/start.js register · Ctrl-C leaves',
  };
  return `${bold(appTitle[language])}\n${dim(hint[language])}\n`;
}
