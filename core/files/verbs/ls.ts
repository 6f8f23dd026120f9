import { transferErrors } from '#core/files/client/errors.ts';
import { hasMorePages, listed, listPageIn, listRequest } from '#core/files/wire.ts';
import { answerOf } from '#core/net/client/ask.ts';
import type { Verb } from '#core/net/client/verb.ts';
import type { StoredFile } from '#lib/files/owner-files.ts';
import { localSecond } from '#lib/local-time.ts';
import { readBody } from '#lib/net/body.ts';
import type { Connection } from '#lib/net/connection.ts';
import { FrameError } from '#lib/net/frame-error.ts';
import { clean, jsonLine } from '#lib/text/clean.ts';

const listBytesMax = 64 * 1024 * 1024;
/** The limit of a Date, before and after 1970. */
const calendarMsMax = 8.64e15;

/** Lists the files of the server: size, time, name. */
export const ls: Verb = {
  name: 'ls',
  usage: '',
  summary: { zh: '服务器上的文件：大小、时间、名字', en: 'the files of the server: size, time, name' },
  words: { min: 0, max: 0 },
  async run({ connect, wantsJson, print, say }) {
    const files = await allFiles(await connect());
    if (wantsJson) print(jsonLine({ files: files.map(listed) }));
    else if (files.length === 0) say({ zh: '还没有文件。', en: 'There are no files yet.' });
    else for (const line of lines(files)) print(line);
    return undefined;
  },
};

/** @returns all files, sorted by name. The server sends them unsorted, in several frames. @throws AppError */
async function allFiles(connection: Connection): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  await connection.send(listRequest);
  for (let listBytes = 0; ; ) {
    const answer = await answerOf(connection);
    listBytes += answer.bodyBytes;
    if (listBytes > listBytesMax) throw transferErrors.list_too_long();
    const page = listPageIn(await readBody(answer, listBytesMax));
    if (page === undefined) throw new FrameError('body_size', 'not a list of files');
    for (const file of page.files) files.push(file);
    if (!hasMorePages(answer.header)) return files.sort(byName);
    if (page.count === 0) throw new FrameError('body_size', 'an empty part of a list');
  }
}

const byName = (one: StoredFile, other: StoredFile): number => (one.name < other.name ? -1 : 1);

function lines(files: readonly StoredFile[]): readonly string[] {
  const width = files.reduce((widest, { bytes }) => Math.max(widest, String(bytes).length), 0);
  return files.map(
    ({ name, bytes, modifiedMs }) =>
      `${String(bytes).padStart(width)}  ${timeOf(modifiedMs)}  ${clean(name)}`,
  );
}

/** Some file systems store times outside the range of a Date. */
const timeOf = (modifiedMs: number): string =>
  Math.abs(modifiedMs) <= calendarMsMax ? localSecond(modifiedMs) : '-'.padEnd(localSecond(0).length);
