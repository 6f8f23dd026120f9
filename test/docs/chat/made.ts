import type { Language } from '#lib/text/text.ts';
import { commandsIn, replay } from '#test/docs/commands-shown.ts';
import type { Maker } from '#test/docs/pages.ts';
import { Home } from '#test/kit/home.ts';
import { fence } from '#test/kit/markdown.ts';
import { recordChat } from './recorded-chat.ts';

/** The discard port (RFC 863): no program listens there, so no answer comes. */
const env = { APP_CHAT_BOOK: '哪吒 = 127.0.0.1:9', APP_CHAT_PORT: '0' };

export const makers: Readonly<Record<string, Maker>> = {
  session: async ({ language }) => fence('', await recordChat(language)),
  examples: async ({ language }, block) => fence('console', await replayed(block, language)),
};

async function replayed(block: string, language: Language): Promise<string> {
  using home = Home.shipped();
  return await replay(commandsIn(block), { home: home.path, language, env });
}
