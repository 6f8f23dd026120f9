import { transferErrors } from '#core/files/client/errors.ts';
import { answerOf } from '#core/net/client/ask.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { localSecond } from '#lib/local-time.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { clean } from '#lib/text/clean.ts';
import { parseJson } from '#lib/text/json.ts';

const listBytesMax = 64 * 1024 * 1024;
/** What a Date can hold, on either side of 1970. */
const calendarMsMax = 8.64e15;

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
    const files = await listed(await connect());
    if (wantsJson) print(JSON.stringify({ files }));
    else if (files.length === 0) say({ zh: '还没有文件。', en: 'There are no files yet.' });
    else for (const line of lines(files)) print(line);
    return undefined;
  },
};

/** All of them, by name. The server sends them in several frames, as they lie on its disk. @throws AppError */
async function listed(connection: Connection): Promise<readonly Listed[]> {
  const files: Listed[] = [];
  await connection.send({ cmd: 'ls' });
  for (let listBytes = 0; ; ) {
    const answer = await answerOf(connection);
    listBytes += answer.bodyBytes;
    if (listBytes > listBytesMax) throw transferErrors.list_too_long();
    const page = pageIn((await readBody(answer, listBytesMax)).toString('utf8'));
    for (const file of page) if (isListed(file)) files.push(file);
    if (answer.header['more'] !== true) return files.sort(byName);
    if (page.length === 0) throw new FrameError('body_size', 'an empty part of a list');
  }
}

const byName = (one: Listed, other: Listed): number => (one.name < other.name ? -1 : 1);

function lines(files: readonly Listed[]): readonly string[] {
  const width = files.reduce((widest, { bytes }) => Math.max(widest, String(bytes).length), 0);
  return files.map(
    ({ name, bytes, modified }) => `${String(bytes).padStart(width)}  ${timeOf(modified)}  ${clean(name)}`,
  );
}

/** Some file systems keep times that no calendar has. */
const timeOf = (modified: number): string =>
  Math.abs(modified) <= calendarMsMax ? localSecond(modified) : '-'.padEnd(localSecond(0).length);

function pageIn(text: string): readonly (Partial<Listed> | null)[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) throw new FrameError('body_size', 'not a list of files');
  return value;
}

const isListed = (value: Partial<Listed> | null): value is Listed =>
  typeof value?.name === 'string' && typeof value.bytes === 'number' && typeof value.modified === 'number';
