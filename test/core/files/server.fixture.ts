/** Serves the files of a folder without a key until it is killed; prints its address. Usage: FOLDER */
import { clockOf } from '#lib/clock.ts';
import { formatAddress } from '#lib/net/address.ts';
import { serveFiles } from './serve-files.ts';

const [folder = ''] = process.argv.slice(2);
const { address } = await serveFiles({ folder, clock: clockOf(Date.now, () => performance.now()) });
process.stdout.write(`${formatAddress(address)}\n`);
