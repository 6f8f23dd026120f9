import type { Language } from '#lib/text/text.ts';
import type { SettingDefinition } from './table.ts';

/** The order of the comments above a setting. */
const languages: readonly Language[] = ['zh', 'en'];
const colons: Readonly<Record<Language, string>> = { zh: '：', en: ': ' };

/**
 * @param head the lines of the comment at the top.
 * @returns the text of a file with every setting of a table and its default. Each setting is commented out, so that the
 * file itself changes nothing.
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

/** The lines of a multi-line value are indented, as INI files require. */
function assignment(key: string, value: string): string {
  const lines = value.split('\n');
  if (lines.length === 1) return `;${key} =${value === '' ? '' : ` ${value}`}\n`;
  return [`;${key} =`, ...lines.map((line) => `;    ${line}`), ''].join('\n');
}

const commented = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? ';\n' : `; ${line}\n`)).join('');

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
