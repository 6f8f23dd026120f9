import { getIntoFile } from '#core/files/client/get-into-file.ts';
import { getIntoOutput } from '#core/files/client/get-into-output.ts';
import { fileNameOf } from '#core/files/client/names.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { openTransferEngine } from '#lib/files/transfer-engine.ts';

/** Fetches a file. FILE is the old one or all of the new one; until then the new one is FILE.get-part. */
export const get: Verb = {
  name: 'get',
  usage: 'NAME [FILE]',
  summary: {
    zh: '下载文件；FILE 为 - 时写到标准输出；中断后再运行一次就接着传',
    en: 'fetch a file, into standard output when FILE is -; run it again after a break to go on',
  },
  words: { min: 1, max: 2 },
  async run(client) {
    const [given = '', file = given] = client.words;
    const name = fileNameOf(given);
    const engine = openTransferEngine();
    try {
      if (file === '-') await getIntoOutput(client, name, engine);
      else await getIntoFile(client, { name, file, engine });
    } finally {
      await engine.close();
    }
    return undefined;
  },
};
