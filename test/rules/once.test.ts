import { expect, test } from 'vitest';
import { sections } from '#bin/parts/settings.ts';
import { settingDefinitionsOf } from '#conf/settings.ts';
import { openTestApp } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { root } from '#test/kit/root.ts';
import { definedTwice, errorCodesIn } from './once.ts';
import { readProject, sourcesIn } from './sources.ts';

test('every error code is defined once', () => {
  const codes = errorCodesIn(sourcesIn(readProject(root)));
  expect(codes.length).toBeGreaterThan(10);
  expect(definedTwice('error code', codes)).toEqual([]);
});

test('every command is defined once', async () => {
  using home = new Home();
  await using opened = await openTestApp(home);
  const { app } = opened;
  const commands = app.commands.map((command) => [command.name, command.constructor.name] as const);
  expect(commands.length).toBeGreaterThan(5);
  expect(definedTwice('command', commands)).toEqual([]);
});

test('every setting is defined once: no two have the same variable or flag', () => {
  const settings = settingDefinitionsOf(sections);
  const place = ({ section, key }: { section: string; key: string }) => `[${section}] ${key}`;
  expect(
    definedTwice(
      'variable',
      settings.map((one) => [one.variable, place(one)]),
    ),
  ).toEqual([]);
  expect(
    definedTwice(
      'flag',
      settings.map((one) => [one.flag, place(one)]),
    ),
  ).toEqual([]);
});

test('a name that is defined twice is found', () => {
  const table = (code: string) =>
    `export const e = defineErrors({\n  ${code}: {\n    exitCode: 2,\n  },\n});\n`;
  const codes = errorCodesIn(
    new Map([
      ['core/a.ts', table('late')],
      ['core/b.ts', table('late')],
    ]),
  );
  expect(definedTwice('error code', codes)).toEqual([
    expect.stringContaining('the error code late is defined in core/a.ts and core/b.ts'),
  ]);
});
