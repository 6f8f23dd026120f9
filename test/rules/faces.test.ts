import { expect, test } from 'vitest';
import { root } from '#test/kit/root.ts';
import { faceViolations } from './faces.ts';
import { codeIn, readProject } from './sources.ts';

test('every folder of lib has a face, and only the folder imports its other files', () => {
  const project = readProject(root);
  expect(faceViolations(project, codeIn(project))).toEqual([]);
});

test('violations are found', () => {
  const face = '# Things\n\n## Face\n\n- `shown.ts`: for all\n- `gone.ts`: not there\n';
  const code = new Map([
    ['lib/things/shown.ts', `import './hidden.ts';`],
    ['lib/things/hidden.ts', ''],
    ['lib/bare/x.ts', ''],
    ['test/lib/things/hidden.test.ts', `import '#lib/things/hidden.ts';`],
    ['core/good.ts', `import '#lib/things/shown.ts';`],
    ['core/bad.ts', `import '#lib/things/hidden.ts';`],
  ]);
  expect(faceViolations(new Map([...code, ['lib/things/README.md', face]]), code)).toEqual([
    expect.stringMatching(/^lib\/bare has no README\.md/),
    expect.stringMatching(/^lib\/things\/gone\.ts .* does not exist/),
    expect.stringMatching(/^core\/bad\.ts imports #lib\/things\/hidden\.ts/),
  ]);
});
