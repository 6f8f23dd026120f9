import { describe, expect, it } from 'vitest';
import { oneOf, wholeNumber } from '#lib/settings/kind.ts';
import { readTable } from '#lib/settings/read.ts';
import { setting } from '#lib/settings/table.ts';

const summary = { zh: '测试', en: 'test' };
const names = { file: 'x.ini', variablePrefix: 'APP_', reservedVariables: [] };
const nothing = { text: undefined, env: {}, flags: new Map() };

describe('a table of settings', () => {
  it('gives each property the type of its kind', () => {
    const table = {
      app: { colour: setting('colour', oneOf(['red', 'green']), 'red', summary) },
      server: {
        portNumber: setting(
          'port',
          wholeNumber({ min: 1, max: 65_535, unit: { zh: '号', en: 'ports' } }),
          '8080',
          summary,
        ),
      },
    };
    const settings = readTable(table, nothing, names);
    const { app, server } = settings;
    const colour: 'red' | 'green' = app.colour;
    const port: number = server.portNumber;
    expect([colour, port]).toEqual(['red', 8080]);
    expect([settings, app, server].every(Object.isFrozen)).toBe(true);
  });

  it('lists the faults of a file with more of them than a call takes arguments', () => {
    const table = { app: { colour: setting('colour', oneOf(['red']), 'red', summary) } };
    const text = `[app]\n${'x\n'.repeat(200_000)}`;
    expect(() => readTable(table, { ...nothing, text }, names)).toThrow('... and 199980 more');
  });

  it('with a default that is itself refused is a bug, found at the first start', () => {
    const table = { app: { colour: setting('colour', oneOf(['red']), 'blue', summary) } };
    expect(() => readTable(table, nothing, names)).toThrow(
      "the table is wrong: the default: colour is 'blue'",
    );
  });
});
