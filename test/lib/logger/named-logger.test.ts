import { describe, expect, test } from 'vitest';
import type { Level } from '#lib/logger/logger.ts';
import { NamedLogger } from '#lib/logger/named-logger.ts';

function recording(isEnabled: (level: Level) => boolean = () => true) {
  const records: string[] = [];
  const write = (...record: unknown[]) => void records.push(record.join(' | '));
  return { records, logger: new NamedLogger({ isEnabled, write }, 'core') };
}

const levels = ['debug', 'info', 'warning', 'error', 'critical'] as const;

describe('a record', () => {
  test.each(levels)('of level %s carries level, name, place and message', (level) => {
    const { records, logger: log } = recording();
    log.at('menu.ts:7')[level]('hello');
    expect(records).toEqual([`${level} | core | menu.ts:7 | hello`]);
  });

  test('of a child carries the names of both', () => {
    const { records, logger: log } = recording();
    log.child('auth').child('session').at('x.ts:1').info('hello');
    expect(records).toEqual(['info | core.auth.session | x.ts:1 | hello']);
  });

  test('below the level is dropped', () => {
    const { records, logger: log } = recording((level) => level === 'error');
    for (const level of levels) log[level]('hello');
    expect(records).toHaveLength(1);
  });
});

describe('the place is that of the caller', () => {
  const here = (line: number) => `named-logger.test.ts:${line}`;
  const lineNumber = () =>
    Number(/named-logger\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1]);

  test('written by the build, for a variable and for a property', () => {
    const { records, logger } = recording();
    const context = { logger, run: () => context.logger.warning('b') };
    const line = lineNumber();
    logger.info('a');
    context.run();
    expect(records).toEqual([
      `info | core | ${here(line + 1)} | a`,
      `warning | core | ${here(line - 1)} | b`,
    ]);
  });

  test.each(levels)('read from the stack where the build did not write it: %s', (level) => {
    const { records, logger: unwritten } = recording();
    const line = lineNumber() + 1;
    unwritten[level]('a');
    expect(records).toEqual([`${level} | core | ${here(line)} | a`]);
  });
});
