import type { Service } from '#core/server/service.ts';
import { openFiles } from '#core/services/files/open-files.ts';
import { filesService } from '#core/services/files.ts';
import type { ServicesOptions } from './services.ts';

/** Files, in their folder: it is open for as long as they are served. @throws AppError when it cannot be used. */
export async function openFilesService({
  startup,
  app,
  clock,
  logger,
  stopping,
}: ServicesOptions): Promise<Service> {
  const { folder, quotaMebibytes, shared } = startup.settings.files;
  const store = await openFiles({
    folder: folder || startup.paths.filesFolder,
    quotaMebibytes,
    clock,
    logger: app.logger.child('server'),
  });
  return { ...filesService({ store, isShared: shared, logger, stopping }), close: () => store.close() };
}
