import { describe, expect, it } from 'vitest';
import { verbs } from '#bin/parts/connect.ts';
import { namedVerbs } from '#core/net/client/command-line.ts';
import { helpOfClient, helpOfVerb } from '#core/net/client/help.ts';

describe('help of the client', () => {
  it('has a line for every verb, in either language', () => {
    for (const language of ['zh', 'en'] as const) {
      const lines = helpOfClient(verbs, language).split('\n');
      for (const { name, usage, summary } of namedVerbs(verbs)) {
        const start = `${name} ${usage}`.trim();
        const line = lines.find((one) => one.trim().startsWith(start));
        expect(line).toContain(summary[language]);
      }
      for (const flag of ['--user', '--password-stdin', '--json', '--no-auth', '--language', '--help'])
        expect(lines.some((line) => line.includes(flag))).toBe(true);
    }
  });

  it('of one verb names its own flags and those of all', () => {
    const flag = { name: 'plain', takesValue: false, summary: { zh: '简单', en: 'plainly' } };
    const [first] = namedVerbs(verbs);
    if (first === undefined) throw new Error('there is no verb');
    const help = helpOfVerb({ ...first, flags: [flag] }, 'en');
    expect(help).toMatch(new RegExp(`^Usage: node bin/connect\\.js HOST:PORT ${first.name} `));
    expect(help).toMatch(/--plain +plainly/);
    expect(help).toMatch(/--json/);
    expect(helpOfVerb({ ...first, flags: [flag] }, 'zh')).toMatch(/^用法(.|\n)*--plain +简单/);
  });

  it('differs by language only', () => {
    expect(helpOfClient(verbs, 'en')).not.toMatch(/\p{Script=Han}/u);
    expect(helpOfClient(verbs, 'zh')).toMatch(/\p{Script=Han}/u);
  });
});
