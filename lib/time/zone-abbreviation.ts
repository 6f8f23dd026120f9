import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @returns the abbreviation of the local time zone at a moment: `CST` in China, `CEST` in Berlin in summer. Node knows
 * the abbreviations of few zones only (it gives `GMT+8`), so this reads them from the files of the C library. Without
 * such a file or zone it returns the offset, as the time zone database does: `+08`.
 */
export function zoneAbbreviation(date: Date, folder = '/usr/share/zoneinfo'): string {
  const zone = zoneOf(Intl.DateTimeFormat().resolvedOptions().timeZone, folder);
  const offsetSeconds = -date.getTimezoneOffset() * 60;
  return (zone && abbreviationIn(zone, date.getTime() / 1000, offsetSeconds)) ?? withoutName(offsetSeconds);
}

interface ZoneFile {
  /** The moments (seconds since 1970) at which the type of local time changes, with its name, in ascending order. */
  readonly changes: readonly { readonly atSeconds: number; readonly name: string }[];
  /** The name before the first change. */
  readonly firstName: string;
  /** The POSIX TZ rule after the last change, such as `CET-1CEST,M3.5.0,M10.5.0/3`; may be empty. */
  readonly rule: string;
}

let cached: { readonly path: string; readonly zone: ZoneFile | undefined } | undefined;

// Undefined when TZ is a rule and not the name of a zone.
function zoneOf(name: string | undefined, folder: string): ZoneFile | undefined {
  if (name === undefined || !/^[A-Za-z][\w+-]*(?:\/[A-Za-z][\w+-]*)*$/.test(name)) return undefined;
  const path = join(folder, name);
  if (cached?.path !== path) cached = { path, zone: readZone(path) };
  return cached.zone;
}

function readZone(path: string): ZoneFile | undefined {
  try {
    return parseZone(readFileSync(path));
  } catch {
    // The file is missing or damaged. The caller then uses the offset.
    return undefined;
  }
}

const headerBytes = 44;

/**
 * RFC 8536, version 2 or later. The file has the data twice, in 32 and in 64 bits; this reads the second block only.
 * @throws RangeError for a file that is too short.
 */
function parseZone(bytes: Buffer): ZoneFile | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'TZif' || bytes.readUInt8(4) < 0x32) return undefined;
  const first = counts(bytes);
  const second = bytes.subarray(headerBytes + dataBytes(first, 4));
  const { changeCount, typeCount, nameBytes } = counts(second);
  const times = second.subarray(headerBytes);
  const typeOfChange = times.subarray(changeCount * 8);
  const types = typeOfChange.subarray(changeCount);
  const names = types.subarray(typeCount * 6).toString('latin1', 0, nameBytes);
  const nameOf = (type: number): string =>
    /^[^\0]*/.exec(names.slice(types.readUInt8(type * 6 + 5)))?.[0] ?? '';
  const changes = Array.from({ length: changeCount }, (_, index) => ({
    atSeconds: Number(times.readBigInt64BE(index * 8)),
    name: nameOf(typeOfChange.readUInt8(index)),
  }));
  const rule = second.toString('latin1', headerBytes + dataBytes(counts(second), 8)).trim();
  return { changes, firstName: nameOf(0), rule };
}

const counts = (header: Buffer) => ({
  utcFlags: header.readUInt32BE(20),
  standardFlags: header.readUInt32BE(24),
  leapCount: header.readUInt32BE(28),
  changeCount: header.readUInt32BE(32),
  typeCount: header.readUInt32BE(36),
  nameBytes: header.readUInt32BE(40),
});

const dataBytes = (
  { utcFlags, standardFlags, leapCount, changeCount, typeCount, nameBytes }: ReturnType<typeof counts>,
  timeBytes: number,
): number =>
  changeCount * (timeBytes + 1) +
  typeCount * 6 +
  nameBytes +
  leapCount * (timeBytes + 4) +
  standardFlags +
  utcFlags;

function abbreviationIn(
  { changes, firstName, rule }: ZoneFile,
  atSeconds: number,
  offsetSeconds: number,
): string | undefined {
  const last = changes.at(-1);
  if (last === undefined || atSeconds >= last.atSeconds)
    return nameInRule(rule, offsetSeconds) ?? last?.name ?? firstName;
  return changes.findLast((change) => change.atSeconds <= atSeconds)?.name ?? firstName;
}

/** Chooses one of the two names in a rule by the offset that Node gives, without evaluating the dates of the rule. */
function nameInRule(rule: string, offsetSeconds: number): string | undefined {
  const name = '(?:<([^>]+)>|([A-Za-z]+))';
  const [, quoted, plain, sign, hours, minutes = 0, quotedSummer, plainSummer] =
    new RegExp(`^${name}([+-]?)(\\d+)(?::(\\d+))?(?::\\d+)?(?:${name})?`).exec(rule) ?? [];
  const standard = quoted ?? plain;
  // In a POSIX rule a positive offset is west of Greenwich.
  const standardSeconds = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? 1 : -1);
  return standardSeconds === offsetSeconds ? standard : (quotedSummer ?? plainSummer ?? standard);
}

function withoutName(offsetSeconds: number): string {
  if (offsetSeconds === 0) return 'UTC';
  const minutes = Math.abs(offsetSeconds) / 60;
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${offsetSeconds < 0 ? '-' : '+'}${hour}${minute === '00' ? '' : minute}`;
}
