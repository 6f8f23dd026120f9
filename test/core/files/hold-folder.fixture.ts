/** Opens the files of a server, prints a line, and waits to be killed. Usage: FOLDER */
import { openFiles } from '#core/files/open-files.ts';
import { clockOf } from '#lib/clock.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';

const [folder = ''] = process.argv.slice(2);
const clock = clockOf(Date.now, () => performance.now());
const logger = new NamedLogger({ isEnabled: () => false, write: () => {} }, 'server');
await openFiles({ folder, quotaMebibytes: 1, totalQuotaMebibytes: 1, clock, logger });
process.stdout.write('opened\n');
