import { ask } from '#core/client/ask.ts';
import type { Verb } from '#core/client/verb.ts';
import { localSecond } from '#lib/local-time.ts';
import { readBody } from '#lib/net/body.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { clean } from '#lib/text/clean.ts';

const listBytesMax = 64 * 1024 * 1024;

interface Listed {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Lists the files of the server: size, time, name. */
export const ls: Verb = {
  name: 'ls',
  usage: '',
  summary: { zh: '服务器上的文件：大小、时间、名字', en: 'the files of the server: size, time, name' },
  words: { min: 0, max: 0 },
  async run({ connect, wantsJson, print, say }) {
    const answer = await ask(await connect(), { cmd: 'ls' });
    const files = listedIn((await readBody(answer, listBytesMax)).toString('utf8'));
    if (wantsJson) print(JSON.stringify({ files }));
    else if (files.length === 0) say({ zh: '还没有文件。', en: 'There are no files yet.' });
    else for (const line of lines(files)) print(line);
    return undefined;
  },
};

function lines(files: readonly Listed[]): readonly string[] {
  const width = String(Math.max(...files.map(({ bytes }) => bytes))).length;
  return files.map(
    ({ name, bytes, modified }) =>
      `${String(bytes).padStart(width)}  ${localSecond(modified)}  ${clean(name)}`,
  );
}

function listedIn(text: string): readonly Listed[] {
  const value = parsed(text);
  if (!Array.isArray(value)) throw new FrameError('body_size', 'not a list of files');
  return value.filter(isListed).map(({ name, bytes, modified }) => ({ name, bytes, modified }));
}

const isListed = (value: Partial<Listed> | null): value is Listed =>
  typeof value?.name === 'string' && typeof value.bytes === 'number' && typeof value.modified === 'number';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
