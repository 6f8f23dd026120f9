import { app } from '#conf/app.ts';
import { style } from '#lib/terminal/style.ts';
import type { Language } from '#lib/text/text.ts';

/** The lines above the first question. @param program the command that starts the app. */
export function welcome(language: Language, colours: boolean, program = 'node bin/start.js'): string {
  const { bold, dim } = style(colours);
  const hint = {
    zh: `新用户：${program} register · Ctrl-C 离开`,
    en: `New here: ${program} register · Ctrl-C leaves`,
  };
  return `${bold(app.title[language])}\n${dim(hint[language])}\n`;
}
