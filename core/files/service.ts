import { setMaxListeners } from 'node:events';
import { errors } from '#core/errors.ts';
import type { OpenService, Service } from '#core/net/server/service.ts';
import { signedInAs } from '#core/net/server/sign-in.ts';
import type { FileStore } from '#lib/files/file-store.ts';
import type { OwnerFiles } from '#lib/files/owner-files.ts';
import type { Logger } from '#lib/logger/logger.ts';
import type { Connection, Handler } from '#lib/net/connection.ts';
import { clean } from '#lib/text/clean.ts';
import { toFileError } from './errors.ts';
import { sendList } from './list.ts';
import { openFiles } from './open-files.ts';
import { bodyWaitMs, receiveOffered, receivePlain } from './receive.ts';
import { sendFile } from './send.ts';
import { fileNameIn, isPlainPut, putDone, removeDone } from './wire.ts';

export interface FilesOptions {
  readonly store: FileStore;
  /** Whether clients without a sign-in may use a common folder. */
  readonly isShared: boolean;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
  /** Replaces bodyWaitMs of receive.ts, for tests. */
  readonly bodyWaitMs?: typeof bodyWaitMs;
}

/** The file service: put, get, ls, rm. */
export function filesService(options: FilesOptions): Service {
  const { store, isShared, stopping, logger } = options;
  // Every running comparison adds a listener, so Node's warning about many listeners is turned off.
  setMaxListeners(0, stopping);
  /** @throws AppError `not_signed_in` */
  const ownerOf = async (connection: Connection): Promise<string | undefined> => {
    const user = await signedInAs(connection);
    if (user === undefined && !isShared) throw errors.not_signed_in();
    return user;
  };
  const serving =
    (serve: (files: OwnerFiles, ...options: Parameters<Handler>) => Promise<string>): Handler =>
    async (request, connection) => {
      const owner = await ownerOf(connection);
      try {
        const done = await serve(store.of(owner), request, connection);
        logger.info(`文件 (files) ${connection.id} owner=${owner ?? '*'} ${clean(done)}`);
      } catch (error) {
        throw toFileError(error);
      }
    };
  return {
    name: 'files',
    plainCommands: ['put'],
    handlers: {
      put: serving(async (files, request, connection) => {
        const received = await (isPlainPut(request.header)
          ? receivePlain(request, files)
          : receiveOffered(request, { bodyWaitMs, ...options, connection, files }));
        // A plain peer does not read answers. An unread answer would turn its close into a reset.
        if (connection.isHelloDone) await connection.send(putDone(received));
        return `上传 (put) name=${received.name} bytes=${received.bytes} from=${received.from}`;
      }),
      get: serving(async (files, request, connection) => {
        const { name, bytes, from } = await sendFile(request, {
          connection,
          files,
          engine: store.engine,
          stopping,
        });
        return `下载 (get) name=${name} bytes=${bytes} from=${from}`;
      }),
      ls: serving(async (files, _request, connection) => {
        const count = await sendList(connection, files);
        return `列出 (ls) count=${count}`;
      }),
      rm: serving(async (files, { header }, connection) => {
        const name = fileNameIn(header);
        await files.remove(name);
        await connection.send(removeDone(name));
        return `删除 (rm) name=${name}`;
      }),
    },
  };
}

export interface FilesSettings {
  readonly files: {
    readonly enabled: boolean;
    readonly folder: string;
    readonly quotaMebibytes: number;
    readonly totalQuotaMebibytes: number;
    readonly shared: boolean;
  };
}

/** Opens the file service and its folder. @throws AppError when the folder cannot be used. */
export const openFilesService: OpenService<FilesSettings> = async (options) => {
  const { settings, paths, app, logger, stopping } = options;
  const { enabled, folder, quotaMebibytes, totalQuotaMebibytes, shared } = settings.files;
  if (!enabled) return undefined;
  const store = await openFiles({
    folder: folder || paths.data('files'),
    quotaMebibytes,
    totalQuotaMebibytes,
    clock: app.clock,
    logger: app.logger.child('server'),
  });
  return { ...filesService({ store, isShared: shared, logger, stopping }), close: () => store.close() };
};
