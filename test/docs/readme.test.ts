import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verbs } from '#bin/parts/connect.ts';
import { oneShotCommands } from '#core/cli/command-list.ts';
import { exitCodeOf } from '#core/exit-codes.ts';
import { namedVerbs } from '#core/net/client/command-line.ts';
import { Home } from '#test/kit/home.ts';
import { fencesIn, madeIn, readDocument, readmes, remade } from '#test/kit/markdown.ts';
import { root } from '#test/kit/root.ts';
import { egon, runAs } from '#test/kit/run.ts';
import { commandsIn } from './commands-shown.ts';
import { allCommands, madeParts } from './made-parts.ts';
import { ShownServer } from './net/shown-server.ts';

const generalFlags = ['--help', '--version'];
const firstCommands = '```\nnpm ci && npm start\n```\n\n```\nnpm ci && npm test\n```\n';

// After a change that is wanted: npx vitest run test/docs -u
test.concurrent.for(readmes)(
  'what $file shows is what the app does',
  { timeout: 180_000 },
  async ({ file, language }, context) => {
    const document = readDocument(file);
    const now = remade(document, await madeParts(document, language));
    await context.expect(now).toMatchFileSnapshot(join(root, file));
  },
);

describe.each(readmes)('$file', ({ file }) => {
  const document = readDocument(file);

  test('begins with one line of what it is, and the two commands', () => {
    expect(document).toMatch(/^# .+\n\n.+\n\n```/);
    expect(document.indexOf(firstCommands)).toBe(document.indexOf('```'));
  });

  test('has an example of every one-shot command', async () => {
    const examples = commandsIn(madeIn(document).get('examples') ?? '').join('\n');
    const names = oneShotCommands(await allCommands()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !examples.includes(`start.js ${name} `))).toEqual([]);
  });

  test('has an example of every verb of the client', () => {
    const examples = commandsIn(madeIn(document).get('network') ?? '').join('\n');
    expect(
      namedVerbs(verbs)
        .map(({ name }) => name)
        .filter((name) => !examples.includes(`:8080 ${name}`)),
    ).toEqual([]);
  });

  test('uses every flag of the server', () => {
    const help = madeIn(document).get('serve-help') ?? '';
    const flags = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag = '']) => flag);
    expect(flags).toContain('--new-key');
    const said = document.replace(help, '');
    expect(flags.filter((flag) => !generalFlags.includes(flag) && !said.includes(flag))).toEqual([]);
  });

  test('has every exit code', () => {
    const codes = [...document.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    const exiting = (['end', 'hangup', 'interrupt', 'terminate'] as const).map(exitCodeOf);
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, ...exiting.slice(1)]);
  });

  test('shows log lines as they are written, but for time, process and line', async () => {
    using home = Home.shipped();
    await runAs(egon, ['balance'], { home: home.path });
    expect(checkedIn(document, 'log').split('\n')).toHaveLength(2);
    expect(masked(home.log())).toEqual(expect.arrayContaining(masked(checkedIn(document, 'log'))));
  });

  test('shows the log lines of a server as they are written', async () => {
    using home = Home.shipped();
    {
      await using server = await ShownServer.start(home, 'en');
      await server.replay(
        ['put LICENSE', 'get LICENSE -'].map((verb) => `node bin/connect.js 127.0.0.1:8080 ${verb}`),
      );
    }
    expect(checkedIn(document, 'server-log').split('\n')).toHaveLength(4);
    const logged = masked(home.log('access'));
    expect(logged).toEqual(expect.arrayContaining(masked(checkedIn(document, 'server-log'))));
  });
});

describe.each([...readmes.map(({ file }) => file), 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])(
  '%s',
  (file) => {
    const document = readDocument(file);

    test('names files that exist', () => {
      expect(pathsIn(document).filter((path) => !exists(path))).toEqual([]);
    });

    test('links to what exists', () => {
      const targets = [...document.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
      const local = targets.filter((target) => !target.startsWith('https://'));
      const broken = local.filter((target) => {
        const [path = '', anchor] = target.split('#');
        if (path !== '' && !existsSync(join(root, path))) return true;
        return (
          anchor !== undefined && !anchorsIn(path === '' ? document : readDocument(path)).includes(anchor)
        );
      });
      expect(broken).toEqual([]);
    });
  },
);

test('both READMEs have the same code to copy', () => {
  const [english = [], chinese = []] = readmes.map(({ file }) =>
    fencesIn(readDocument(file)).filter(({ language }) => ['ini', 'sh', 'ts', 'diff'].includes(language)),
  );
  expect(chinese).toEqual(english);
});

/** What the running app writes, what a reader makes, and the course's own files. */
const notHere =
  /^(db\/.*\.db|log\/(?:all2|access).*\.log|dist\/.*|conf\/secret\.key|db\/files\/|bin\/my-feature\.ts|core\/commands\/greet\.ts|db\/migrations\/004-notes\.sql|.*\.py|db\/\w+_json)$/;

/** What a document has below a remark that it is checked, without its fences. */
const checkedIn = (document: string, name: string): string =>
  new RegExp(`<!-- checked: ${name} -->\n\`\`\`\\w*\n([\\s\\S]+?)\n\`\`\``).exec(document)?.[1] ?? '';

/** Lines of a log without what is different each time. */
const masked = (text: string): string[] => text.replaceAll(/\d+(\.\d+)?/g, '0').split('\n');

const pathsIn = (document: string): readonly string[] =>
  [...document.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => code.split(' '))
    .filter(
      (word) => /^(bench|bin|build|conf|core|db|dist|lib|log|test)\//.test(word) && !notHere.test(word),
    );

const folders = ['bench', 'bin', 'build', 'conf', 'core', 'db', 'lib', 'log', 'test'];
const files = folders.flatMap((folder) => [
  `${folder}/`,
  ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name).slice(join(root, '/').length);
    return entry.isDirectory() ? `${path}/` : path;
  }),
]);

function exists(path: string): boolean {
  const [before = '', ...after] = path.split('*');
  if (after.length === 0) return files.includes(path) || files.includes(`${path}/`);
  return files.some((one) => one.startsWith(before) && one.endsWith(after.at(-1) ?? ''));
}

/** The anchors of the headings, as GitHub makes them. */
const anchorsIn = (document: string): readonly string[] =>
  [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
