import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zoneAbbreviation } from '#lib/time/zone-abbreviation.ts';
import { forThisFile, undoing } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

// strftime.test.ts compares the names with those of the C library (%Z). Here: a zone without a name.

const zoneBefore = process.env['TZ'];
const { path: folder } = forThisFile(new TemporaryFolder());
forThisFile(
  undoing(() => {
    if (zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneBefore;
  }),
);

const november = new Date('2026-11-22T08:53:34Z');
const july = new Date('2026-07-01T00:00:00Z');

function nameIn(zone: string, date: Date): string {
  process.env['TZ'] = zone;
  return zoneAbbreviation(date, folder);
}

/** A file in version 2 whose only type of time is XST, and whose rule is the one given. */
function zoneFile(rule: string): Buffer {
  const header = Buffer.alloc(44);
  header.write('TZif2');
  header.writeUInt32BE(1, 36);
  header.writeUInt32BE(4, 40);
  const block = Buffer.concat([header, Buffer.alloc(6), Buffer.from('XST\0')]);
  return Buffer.concat([block, block, Buffer.from(`\n${rule}\n`)]);
}

function placeWith(zone: string, bytes: Uint8Array): string {
  const place = mkdtempSync(join(folder, 'zones-'));
  mkdirSync(join(place, zone, '..'), { recursive: true });
  writeFileSync(join(place, zone), bytes);
  return place;
}

describe('without a file the name is the offset', () => {
  it.each([
    ['Asia/Shanghai', '+08'],
    ['Asia/Kolkata', '+0530'],
    ['America/St_Johns', '-0330'],
    ['America/New_York', '-05'],
    ['UTC', 'UTC'],
    ['CST-8', '+08'],
    ['', 'UTC'],
  ])('%s: %s', (zone, expected) => {
    expect(nameIn(zone, november)).toBe(expected);
  });
});

describe('with a file that ends in the rule', () => {
  it.each([
    ['EST5EDT,M3.2.0,M11.1.0', 'America/New_York', 'EST', 'EDT'],
    ['<-05>5<-04>,M3.2.0,M11.1.0', 'America/Toronto', '-05', '-04'],
    ['NST3:30NDT,M3.2.0,M11.1.0', 'America/St_Johns', 'NST', 'NDT'],
    ['CST-8', 'Asia/Shanghai', 'CST', 'CST'],
    ['', 'Asia/Singapore', 'XST', 'XST'],
  ])('%s', (rule, zone, winter, summer) => {
    process.env['TZ'] = zone;
    const place = placeWith(zone, zoneFile(rule));
    expect([november, july].map((date) => zoneAbbreviation(date, place))).toEqual([winter, summer]);
  });
});

describe('a file that is no zone file', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('not a zone')],
    ['version 1', Buffer.from('TZif\0'.padEnd(44, '\0'))],
    ['a header that promises too much', Buffer.from('TZif2'.padEnd(44, '\xff'), 'latin1')],
    ['cut short', zoneFile('').subarray(0, 60)],
  ])('%s', (_, bytes) => {
    process.env['TZ'] = 'Asia/Shanghai';
    expect(zoneAbbreviation(november, placeWith('Asia/Shanghai', bytes))).toBe('+08');
  });
});
