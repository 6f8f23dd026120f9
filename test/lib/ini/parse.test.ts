import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIni } from '#lib/ini/decode.ts';
import { type IniDocument, parseIni } from '#lib/ini/parse.ts';
import { IniError, type IniProblem, type IniReason } from '#lib/ini/problem.ts';

type Pairs = readonly (readonly [string, string])[];
interface Expectation {
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
  readonly error?: string;
  readonly line?: number | null;
  readonly defaults?: Pairs;
  readonly sections?: readonly (readonly [string, Pairs])[];
}

const expectations: readonly Expectation[] = JSON.parse(
  readFileSync(new URL('./configparser.json', import.meta.url), 'utf8'),
);

/** The texts that Python accepts and this reader refuses, with the reason. The two agree about all others. */
const refusedOnPurpose: Partial<Record<IniReason, string>> = {
  nul_character: 'a NUL in a text file means damage; Python hands it on inside a value',
  text_after_header: 'Python drops the text; an option written there would be lost in silence',
};

/** For Python's errors, the reasons this reader may give on the same line. */
const reasonsFor: Record<string, readonly IniReason[]> = {
  MissingSectionHeaderError: ['missing_header'],
  ParsingError: ['missing_delimiter', 'empty_key'],
  DuplicateOptionError: ['duplicate_key', 'empty_key'],
  DuplicateSectionError: ['duplicate_section'],
  UnicodeDecodeError: ['invalid_utf8'],
};

describe("Python's configparser", () => {
  it.each(expectations)('agrees about: $name', (expected) => {
    const problems = problemsOf(() =>
      expect(meaning(parseIni(textOf(expected)))).toEqual(expectedMeaning(expected)),
    );
    if (expected.error === undefined)
      expect(problems.filter(({ reason }) => !refusedOnPurpose[reason])).toEqual([]);
    else {
      const reason = expect.toBeOneOf([...(reasonsFor[expected.error] ?? [])]);
      expect(problems).toContainEqual(
        expect.objectContaining({ reason, line: expected.line ?? expect.any(Number) }),
      );
    }
  });

  it('was asked about at least 200 texts, and the reader differs for few', () => {
    const answered = expectations.filter(({ error }) => error === undefined);
    const overruled = answered.filter((expected) => problemsOf(() => parseIni(textOf(expected))).length > 0);
    expect(expectations.length).toBeGreaterThanOrEqual(200);
    expect(overruled.length).toBeLessThan(20);
  });
});

describe('problems', () => {
  it('are all reported, with line, section, key and a sentence', () => {
    const text = 'lost=1\n[a]\nx=1\nX=2\nbare\n=3\n[b] y=1\n[a]\nz=1\n';
    expect(problemsOf(() => parseIni(text)).map(({ sentence: _, ...problem }) => problem)).toEqual([
      { line: 1, reason: 'missing_header' },
      { line: 4, section: 'a', key: 'x', reason: 'duplicate_key' },
      { line: 5, section: 'a', reason: 'missing_delimiter' },
      { line: 6, section: 'a', reason: 'empty_key' },
      { line: 7, section: 'b', reason: 'text_after_header' },
      { line: 8, section: 'a', reason: 'duplicate_section' },
    ]);
    expect(() => parseIni(text)).toThrow('4 [a] x: the key is already on line 3; keep one of the two');
  });

  it('do not repeat themselves inside a section that is refused already', () => {
    expect(problemsOf(() => parseIni('[a]\nx=1\n[a]\nx=1\nx=2\n')).map(({ line }) => line)).toEqual([3, 5]);
    expect(problemsOf(() => parseIni('a=1\nb=2\nc=3\n')).map(({ line }) => line)).toEqual([1]);
  });

  it('name each line that is not UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('[s]\r\n'),
      Buffer.from([0xff, 0x0d]),
      Buffer.from('a=一\n'),
      Buffer.from([0xe9]),
    ]);
    expect(problemsOf(() => decodeIni(bytes)).map(({ line }) => line)).toEqual([2, 4]);
  });

  it('cannot bring escape sequences to the screen, nor show a value', () => {
    const message = problemsOf(
      () => parseIni('[\u001b[2J]\n\u001b]0;x\u0007 = 1\n\u001b]0;x\u0007 = 1\nhunter2\n'),
      'message',
    );
    expect(message).not.toContain('\u001b');
    expect(message).not.toContain('hunter2');
  });

  it('name the line of a NUL', () => {
    expect(problemsOf(() => parseIni('[s]\r\na=1\n\nb=\0\n'))).toMatchObject([
      { line: 4, reason: 'nul_character' },
    ]);
  });
});

describe('a document', () => {
  it('tells own options from inherited ones, and where they stand', () => {
    const text = '\uFEFF[DEFAULT]\nt = 1\n[a]\n  p = x ; y \n   more \n\n[DEFAULT]\nu = 2\n';
    const { defaults, sections } = parseIni(text);
    const a = sections.get('a');
    expect(a?.get('t')?.value).toBe('1');
    expect(a?.own.has('t')).toBe(false);
    expect(a?.line).toBe(3);
    expect(text.slice(a?.start, a?.end)).toBe('[a]\n  p = x ; y \n   more \n\n');
    const p = a?.get('p');
    expect(p).toMatchObject({ key: 'p', value: 'x ; y\nmore', line: 4 });
    expect(text.slice(p?.start, p?.end)).toBe('x ; y \n   more');
    expect(defaults.ranges.map(({ start, end }) => text.slice(start, end))).toEqual([
      '[DEFAULT]\nt = 1\n',
      '[DEFAULT]\nu = 2\n',
    ]);
  });

  it('leaves Object.prototype alone', () => {
    const { sections } = parseIni('[DEFAULT]\nevil=1\n[__proto__]\nx=1\n[a.__proto__]\n__proto__=2\n');
    expect([...sections.keys()]).toEqual(['__proto__', 'a.__proto__']);
    expect(sections.get('a.__proto__')?.get('__proto__')?.value).toBe('2');
    expect('evil' in {}).toBe(false);
    expect(sections.get('__proto__')?.get('constructor')).toBeUndefined();
  });
});

describe('any text', () => {
  const pieces = [
    '[s]',
    '[DEFAULT]',
    'a=1',
    'B : 2',
    '=',
    ':',
    '[',
    ']',
    '#',
    ';',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\u2028',
    '\0',
    '\uFEFF',
    "'",
    '"',
  ];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })))
      .map((parts) => `[r]\n${parts.join('')}`),
  );

  it('is read or refused without any other error', () => {
    fc.assert(
      fc.property(anyText, (text) => void problemsOf(() => parseIni(text))),
      { numRuns: 1000 },
    );
  });

  it('gives the same values when each section is read alone after [DEFAULT]', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let whole: IniDocument | undefined;
        problemsOf(() => {
          whole = parseIni(text);
        });
        if (!whole) return;
        const defaults = whole.defaults.ranges
          .map(({ start, end }) => `${text.slice(start, end)}\n`)
          .join('');
        for (const { name, start, end } of whole.sections.values()) {
          const alone = meaning(parseIni(defaults + text.slice(start, end)));
          expect(alone.sections.get(name)).toEqual(meaning(whole).sections.get(name));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('written from a model as configparser writes it, gives the model back', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aB1 .;#%[\'"\\中é😀'), minLength: 1 });
    const name = word.filter((text) => text.trim() === text && text !== 'DEFAULT');
    const key = fc
      .string({ unit: fc.constantFrom(...'ab1.;#\'"\\中é😀'), minLength: 1 })
      .filter((text) => !/^[#;[]/.test(text));
    const line = fc
      .oneof(word, fc.constantFrom('true', 'null', '=', ': x', '[s]', '\u2028x\u2028y'))
      .map((text) => text.trim());
    const more = fc.array(
      line.filter((text) => text !== '' && !/^[#;]/.test(text)),
      { maxLength: 2 },
    );
    const value = fc.tuple(line, more).map(([first, rest]) => [first, ...rest].join('\n'));
    const options = fc.uniqueArray(fc.tuple(key, value), { selector: ([text]) => text });
    const sections = fc.uniqueArray(fc.tuple(name, options), { selector: ([text]) => text });
    fc.assert(
      fc.property(options, sections, (defaults, model) => {
        const text = [['DEFAULT', defaults] as const, ...model].map(render).join('');
        const expected = {
          defaults,
          sections: model.map(([own, pairs]) => [own, [...new Map([...defaults, ...pairs])]] as const),
        };
        expect(meaning(parseIni(text))).toEqual(expectedMeaning(expected));
      }),
    );
  });
});

const render = ([name, options]: readonly [string, Pairs]): string =>
  `[${name}]\n${options.map(([key, value]) => `${key} = ${value.replaceAll('\n', '\n\t')}\n`).join('')}\n`;

function meaning({ defaults, sections }: IniDocument) {
  const inherited = [...defaults.own].map(([key, { value }]) => [key, value] as const);
  const all = [...sections].map(([name, { own }]) => {
    return [
      name,
      new Map([...inherited, ...[...own].map(([key, { value }]) => [key, value] as const)]),
    ] as const;
  });
  return { defaults: new Map(inherited), sections: new Map(all) };
}

const expectedMeaning = ({ defaults = [], sections = [] }: Pick<Expectation, 'defaults' | 'sections'>) => ({
  defaults: new Map(defaults),
  sections: new Map(sections.map(([name, pairs]) => [name, new Map(pairs)])),
});

const textOf = ({ text, base64 = '' }: Expectation): string =>
  decodeIni(text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text));

function problemsOf(read: () => unknown): readonly IniProblem[];
function problemsOf(read: () => unknown, part: 'message'): string;
function problemsOf(read: () => unknown, part?: 'message'): readonly IniProblem[] | string {
  try {
    read();
  } catch (error) {
    if (error instanceof IniError) return part ? error.message : error.problems;
    throw error;
  }
  return part ? '' : [];
}
