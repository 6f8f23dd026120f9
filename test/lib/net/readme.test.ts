import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { frameDeadlines } from '#lib/net/frame-deadlines.ts';
import { headerBytesMax } from '#lib/net/frame-decoder.ts';
import { forThisFile } from '#test/kit/lifetime.ts';
import { fencesIn, readDocument } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';

const document = readDocument('lib/net/README.md');
/** A project with the files that the document shows, under the paths that it names. */
const { path: folder } = forThisFile(new TemporaryFolder());
const pathIn = (text: string): string | undefined => /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];

/** The declarations that the short pieces of code, which are no file, rely on. */
const surroundings = `
import { askDatagram } from '#lib/net/ask-datagram.ts';
import { clean } from '#lib/text/clean.ts';
import type { Address } from '#lib/net/address.ts';
declare const question: Uint8Array;
declare const to: Address;
declare const signal: AbortSignal;
declare const print: (line: string) => void;
`;

const blocks = fencesIn(document).filter(({ language }) => language === 'ts');
const files = blocks.map(({ text }, index) => {
  const path = pathIn(text);
  return path === undefined
    ? { path: `lib/net/lines-${index}.ts`, text: surroundings + text }
    : { path, text };
});

beforeAll(() => {
  for (const name of ['conf', 'core', 'db', 'lib', 'test/kit', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

/** Runs a program of a package in the folder. @returns its output. Fails with the output when the program fails. */
function run(packageName: string, bin: string, args: readonly string[]): Promise<string> {
  const found = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const script = join(dirname(found), bin);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], { cwd: folder }, (error, stdout, stderr) => {
      if (error) reject(new Error(stdout + stderr));
      else resolve(stdout);
    });
  });
}

test('every piece of code compiles', async () => {
  expect(files.length).toBeGreaterThan(4);
  const config = { extends: './tsconfig.json', include: [], files: files.map(({ path }) => path) };
  writeFileSync(join(folder, 'tsconfig.blocks.json'), JSON.stringify(config));
  await run('typescript', 'bin/tsc', ['-p', 'tsconfig.blocks.json', '--pretty', 'false']);
});

test('the test that it shows passes', async () => {
  const tests = files.flatMap(({ path }) => (path.endsWith('.test.ts') ? [path] : []));
  expect(tests).toHaveLength(1);
  await run('vitest', 'vitest.mjs', ['run', '--root', folder, ...tests]);
});

test('the service without frames answers as the document shows', async () => {
  const path = 'core/daytime/service.ts';
  const text = `
    import { text } from 'node:stream/consumers';
    import { expect, test } from 'vitest';
    import { connectPlain } from '#lib/net/connect.ts';
    import { daytimeService } from '#core/daytime/service.ts';
    import { openTestServer, testKey } from '#test/kit/net/test-server.ts';
    test('daytime', async () => {
      const { own } = daytimeService(0, () => 0);
      const serve = (own as { serve: () => Promise<void> }).serve;
      await using server = await openTestServer({ listener: { serve } });
      const stream = await connectPlain({ address: server.address, key: testKey, timeoutMs: 60_000 });
      expect(await text(stream)).toBe('Thu, 01 Jan 1970 00:00:00 GMT\\r\\n');
    });`;
  expect(files.map((file) => file.path)).toContain(path);
  const testFile = 'test/core/daytime/service.test.ts';
  mkdirSync(dirname(join(folder, testFile)), { recursive: true });
  writeFileSync(join(folder, testFile), text);
  await run('vitest', 'vitest.mjs', ['run', '--root', folder, testFile]);
});

test('the figures are those of the code', () => {
  const { headerMs, bodyTickBytes, bodyTickMs, drainMs } = frameDeadlines;
  const limits = [...document.matchAll(/^\| [^|]+\| ([^|]+?) *\|$/gm)].map(([, limit]) => limit);
  expect(limits).toContain(`${headerBytesMax} bytes`);
  expect(limits).toContain(`${headerMs / 1000} s`);
  expect(limits).toContain(`${bodyTickBytes / 1024} KiB in ${bodyTickMs / 1000} s`);
  expect(limits).toContain(`${drainMs / 1000} s`);
});
