import { fileNameOf } from '#core/files/client/names.ts';
import { removeRequest } from '#core/files/wire.ts';
import { ask } from '#core/net/client/ask.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { jsonLine } from '#lib/text/clean.ts';

/** Removes a file from the server. */
export const rm: Verb = {
  name: 'rm',
  usage: 'NAME',
  summary: { zh: '删除服务器上的文件', en: 'remove a file from the server' },
  words: { min: 1, max: 1 },
  async run({ connect, words: [given = ''], wantsJson, print, say }) {
    const name = fileNameOf(given);
    await ask(await connect(), removeRequest(name));
    if (wantsJson) print(jsonLine({ name }));
    else say({ zh: `已删除 ${name}。`, en: `Removed ${name}.` });
    return undefined;
  },
};
