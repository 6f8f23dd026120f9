import { getIntoFile } from '#core/files/client/get-into-file.ts';
import { getIntoOutput } from '#core/files/client/get-into-output.ts';
import { fileNameOf } from '#core/files/client/names.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { openTransferEngine } from '#lib/files/transfer-engine.ts';

/** Fetches a file into FILE.get-part, and renames it to FILE when it is complete. */
export const get: Verb = {
  name: 'get',
  usage: 'NAME [FILE]',
  summary: {
    zh: '下载文件；FILE 为 - 时写到标准输出；中断后再运行一次就接着传',
    en: 'fetch a file, to standard output if FILE is -; after an interruption, run it again to continue',
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
