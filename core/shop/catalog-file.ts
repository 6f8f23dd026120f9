import { basename } from 'node:path';
import { decodeIni } from '#lib/ini/decode.ts';
import { parseIni } from '#lib/ini/parse.ts';
import { IniError } from '#lib/ini/problem.ts';
import { readFailure } from '#lib/read-failure.ts';
import { readRegularFile } from '#lib/read-regular-file.ts';
import { type Catalog, parseCatalog } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';

/** Reads conf/products.ini. @throws CatalogError with all problems of the file. */
export function readCatalog(path: string): Catalog {
  const file = basename(path);
  const bytes = bytesOf(path, file);
  try {
    return parseCatalog(parseIni(decodeIni(bytes)), file);
  } catch (error) {
    if (error instanceof IniError) throw new CatalogError(file, error.problems);
    throw error;
  }
}

function bytesOf(path: string, file: string): Uint8Array {
  try {
    return readRegularFile(path);
  } catch (error) {
    throw new CatalogError(file, [{ reason: 'unreadable', sentence: readFailure(error, path) }]);
  }
}
