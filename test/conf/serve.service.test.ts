import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sections } from '#bin/parts/settings.ts';
import { app } from '#conf/app.ts';
import { readSettings } from '#conf/settings.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { root } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const unit = readFileSync(join(root, 'conf', 'serve.service'), 'utf8');
const directive = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const where = hasSystemd ? '' : ' (skipped: there is no systemd-analyze)';

test.skipIf(!hasSystemd)(`systemd understands every line${where}`, () => {
  using folder = new TemporaryFolder();
  const file = folder.file('serve.service');
  // The path of node on this machine, which systemd checks.
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('it names the app, its user, folders and variables as conf/app.ts does', () => {
  const found = (pattern: RegExp) => [...new Set([...unit.matchAll(pattern)].map(([, name]) => name))];
  const called =
    /(?:\/opt\/|\/var\/lib\/|\/etc\/|\/system\/|-[ogu] |nologin |--now |^User=|^Group=)(?!systemd\/)([\w-]+)/gm;
  const todo = (what: string) => `write ${what} of conf/app.ts wherever conf/serve.service has another`;
  expect(found(called), todo('the name')).toEqual([app.name]);
  expect(found(/(\w+_)(?:HOME|SECRET_KEY)=/g), todo('the variables’ prefix')).toEqual([app.variablePrefix]);
  expect(directive('Description'), todo('the title')).toBe(`${app.title.en} server`);
});

test('its time to stop is longer than that of the server', () => {
  const { server } = readSettings(sections, { text: undefined, env: {}, flags: new Map() });
  expect(Number(directive('TimeoutStopSec'))).toBeGreaterThan(server.stopTimeoutSeconds);
});

test('a requested stop is a success, and a configuration error causes no restart', () => {
  const exiting = (['hangup', 'interrupt', 'terminate'] as const).map(exitCodeOf);
  expect(directive('SuccessExitStatus')).toBe(exiting.join(' '));
  expect(directive('RestartPreventExitStatus')).toBe('2 3 4');
});

test('every comment is there in both languages', () => {
  // A paragraph of comments, the commands of the recipe left out.
  const paragraphs = unit.match(/(?:^#.*\n)+/gm) ?? [];
  const prose = paragraphs.map((lines) => lines.replace(/^# {3}.*\n/gm, ''));
  expect(prose.length).toBeGreaterThan(8);
  for (const text of prose) {
    expect(text).toMatch(/\p{Script=Han}/u);
    expect(text).toMatch(/[a-z]{2,} [a-z]{2,}/);
  }
});
