import { ask } from '#core/net/client/ask.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { readBody } from '#lib/net/body.ts';
import { jsonLine } from '#lib/text/clean.ts';

const answerBytesMax = 1024 * 1024;

/** Sends a text and prints the answer. It is the smallest verb. */
export const echo: Verb = {
  name: 'echo',
  usage: 'TEXT',
  summary: { zh: '把文字发给服务器，变成大写返回', en: 'send a text, and get it back in capitals' },
  words: { min: 1, max: Number.POSITIVE_INFINITY },
  async run({ connect, words, wantsJson, print }) {
    const answer = await ask(await connect(), { cmd: 'echo' }, Buffer.from(words.join(' ')));
    const text = (await readBody(answer, answerBytesMax)).toString('utf8');
    print(wantsJson ? jsonLine({ text }) : text);
    return undefined;
  },
};
