import type { Text } from '#lib/text/text.ts';
import { type Line, linesOf } from './lines.ts';
import type { IniProblem, IniReason } from './problem.ts';
import { skipSpace, trimSpace } from './white-space.ts';

export interface ScannedOption {
  readonly key: string;
  readonly line: number;
  readonly start: number;
  end: number;
  value: string;
}
export interface ScannedSection {
  readonly name: string;
  readonly line: number;
  readonly start: number;
  end: number;
  readonly options: Map<string, ScannedOption>;
}
export interface Scan {
  /** In the order of the file. `[DEFAULT]` may occur several times; all occurrences share one map of options. */
  readonly sections: readonly ScannedSection[];
  readonly problems: readonly IniProblem[];
}

export const defaultSection = 'DEFAULT';

/**
 * Reads the lines by the rules of Python's `configparser`. After a problem the scan continues, to find the other problems;
 * the caller discards the sections when there are problems.
 */
export function scanIni(text: string): Scan {
  const nul = text.indexOf('\0');
  if (nul >= 0) return { sections: [], problems: [nulProblem(text, nul)] };
  const scanner = new Scanner(text);
  for (const line of linesOf(text)) scanner.read(line);
  return scanner.finish();
}

class Scanner {
  readonly #text: string;
  readonly #sections: ScannedSection[] = [];
  readonly #problems: IniProblem[] = [];
  readonly #seen = new Map<string, ScannedSection>();
  #section: ScannedSection | undefined;
  #option: ScannedOption | undefined;
  /** The indent of the line with the last header or key. A line with a deeper indent continues the value. */
  #indent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(line: Line): void {
    const start = skipSpace(this.#text, line.start, line.end);
    const end = trimSpace(this.#text, start, line.end);
    const first = this.#text[start];
    const indent = start - line.start;
    if (start === end) this.#continue('', this.#option?.end);
    else if (first === '#' || first === ';') return;
    else if (this.#option && indent > this.#indent) this.#continue(this.#text.slice(start, end), end);
    else {
      this.#indent = indent;
      this.#endOption();
      // `[]` has no name: configparser reads it as the start of a key.
      const close = first === '[' ? start + this.#text.slice(start, end).lastIndexOf(']') : -1;
      if (close > start + 1) this.#readHeader(line, start, close, end);
      else this.#readOption(line, start, end);
    }
  }

  finish(): Scan {
    this.#endOption();
    this.#endSection(this.#text.length);
    return { sections: this.#sections, problems: this.#problems };
  }

  #readHeader(line: Line, start: number, close: number, end: number): void {
    this.#endSection(line.start);
    const name = this.#text.slice(start + 1, close);
    const before = this.#seen.get(name);
    const options = before && name === defaultSection ? before.options : new Map<string, ScannedOption>();
    this.#section = { name, line: line.number, start: line.start, end: line.end, options };
    this.#sections.push(this.#section);
    if (!before) this.#seen.set(name, this.#section);
    else if (name !== defaultSection) {
      this.#refuse(line, 'duplicate_section', {
        zh: `第 ${before.line} 行已有这个区段，请只保留一个`,
        en: `the section is already on line ${before.line}; keep one of the two`,
      });
    }
    // configparser ignores such text silently. The author of the file may rely on it as an option.
    const rest = skipSpace(this.#text, close + 1, end);
    if (rest < end && this.#text[rest] !== '#' && this.#text[rest] !== ';') {
      this.#refuse(line, 'text_after_header', {
        zh: '区段名后面还有内容，请另起一行',
        en: 'there is text after the section name; move it to a line of its own',
      });
    }
  }

  #readOption(line: Line, start: number, end: number): void {
    let at = start;
    while (at < end && this.#text[at] !== '=' && this.#text[at] !== ':') at++;
    const key = this.#text.slice(start, trimSpace(this.#text, start, at)).toLowerCase();
    const valueStart = skipSpace(this.#text, Math.min(at + 1, end), end);
    this.#option = {
      key,
      line: line.number,
      start: valueStart,
      end,
      value: this.#text.slice(valueStart, end),
    };
    if (!this.#section) this.#refuseHeaderless(line);
    else if (at === end) {
      this.#refuse(line, 'missing_delimiter', {
        zh: '不是“键 = 取值”的形式，请补上等号；若是上一行取值的延续，请缩进',
        en: 'is not `key = value`; add the `=`, or indent the line to continue a value',
      });
    } else if (key === '') {
      this.#refuse(line, 'empty_key', {
        zh: '分隔符前面没有键，请写成“键 = 取值”',
        en: 'there is no key before the delimiter; write `key = value`',
      });
    } else this.#keep(this.#option, this.#section.options, line);
  }

  #keep(option: ScannedOption, options: Map<string, ScannedOption>, line: Line): void {
    const before = options.get(option.key);
    if (!before) {
      options.set(option.key, option);
      return;
    }
    const sentence = {
      zh: `第 ${before.line} 行已有这个键，请只保留一个`,
      en: `the key is already on line ${before.line}; keep one of the two`,
    };
    this.#refuse(line, 'duplicate_key', sentence, option.key);
  }

  #continue(part: string, end: number | undefined): void {
    if (!this.#option) return;
    this.#option.value += `\n${part}`;
    this.#option.end = end ?? this.#option.end;
  }

  #endOption(): void {
    if (!this.#option) return;
    const { value } = this.#option;
    this.#option.value = value.slice(0, trimSpace(value, 0, value.length));
    this.#option = undefined;
  }

  #endSection(end: number): void {
    if (this.#section) this.#section.end = end;
  }

  #refuse(line: Line, reason: IniReason, sentence: Text, key?: string): void {
    const section = this.#section && { section: this.#section.name };
    this.#problems.push({
      line: line.number,
      ...section,
      ...(key !== undefined && { key }),
      reason,
      sentence,
    });
  }

  // Reported only as the first problem: a file without any header would otherwise get one problem per line.
  #refuseHeaderless(line: Line): void {
    if (this.#problems.length > 0) return;
    this.#refuse(line, 'missing_header', {
      zh: '在第一个区段之前，请在文件开头写上 [DEFAULT] 这样的一行',
      en: 'comes before the first section; begin the file with a line such as [DEFAULT]',
    });
  }
}

function nulProblem(text: string, nul: number): IniProblem {
  let line = 1;
  for (const { number, start } of linesOf(text)) if (start <= nul) line = number;
  return {
    line,
    reason: 'nul_character',
    sentence: {
      zh: '含有 NUL 字符，文件已损坏或不是文本文件，请从备份恢复',
      en: 'holds a NUL character: the file is damaged or not a text file; restore it from a backup',
    },
  };
}
