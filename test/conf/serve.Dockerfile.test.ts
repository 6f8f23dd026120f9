import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import { root } from '#test/kit/root.ts';

const text = readFileSync(join(root, 'Dockerfile'), 'utf8');

test('the container has its home in the volume, and a user that is not root', () => {
  const [, image = ''] = text.split(/^FROM .*$/m).slice(1);
  expect(image).toContain(`ENV NODE_ENV=production ${variable('HOME')}=/data `);
  expect(image).toMatch(/^USER node$/m);
  expect(image).toMatch(/^VOLUME \/data$/m);
});

test('it names the app as conf/app.ts does', () => {
  expect(text).toContain(`docker build -t ${app.name} .`);
  expect(text).toContain(`-e ${variable('SECRET_KEY')} `);
});
