import { app } from '#conf/app.ts';
import { style } from '#lib/terminal/style.ts';
import type { Language } from '#lib/text/text.ts';

export interface WelcomeOptions {
  /** The command that starts the app. */
  readonly program?: string;
  /** Whether the user can register where this is shown. */
  readonly canRegister?: boolean;
}

/** The lines above the first question. */
export function welcome(
  language: Language,
  colours: boolean,
  { program = 'node bin/start.js', canRegister = true }: WelcomeOptions = {},
): string {
  const { bold, dim } = style(colours);
  const hint = canRegister
    ? {
        zh: `新用户：${program} register · Ctrl-C 离开`,
        en: `New here: ${program} register · Ctrl-C leaves`,
      }
    : { zh: 'Ctrl-C 离开', en: 'Ctrl-C leaves' };
  return `${bold(app.title[language])}\n${dim(hint[language])}\n`;
}
