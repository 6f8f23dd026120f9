import type { Language } from '#lib/text/text.ts';
import type { SettingDefinition } from './table.ts';

/** In the order of the comments above a setting. */
const languages: readonly Language[] = ['zh', 'en'];
const colons: Readonly<Record<Language, string>> = { zh: '：', en: ': ' };

/**
 * The file that lists every setting of a table with its default. Each setting is a comment, so that the file changes nothing.
 * @param head lines of the comment at the top.
 */
export function iniTextOf(definitions: readonly SettingDefinition[], head: readonly string[]): string {
  const sections = [...new Set(definitions.map(({ section }) => section))].map((section) => {
    const settings = definitions.filter((one) => one.section === section).map(settingText);
    return `[${section}]\n${settings.join('\n')}`;
  });
  return [commented(head), ...sections].join('\n');
}

function settingText({ key, kind, default: value, summary, notes }: SettingDefinition): string {
  const above = languages.flatMap((language) => [
    `${capitalized(summary[language])}${colons[language]}${kind.expected[language]}`,
    ...(notes?.[language] ?? []),
  ]);
  return commented(above) + assignment(key, value);
}

/** A value of several lines is indented, as a section of the file has it. */
function assignment(key: string, value: string): string {
  const lines = value.split('\n');
  if (lines.length === 1) return `;${key} =${value === '' ? '' : ` ${value}`}\n`;
  return [`;${key} =`, ...lines.map((line) => `;    ${line}`), ''].join('\n');
}

const commented = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? ';\n' : `; ${line}\n`)).join('');

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
