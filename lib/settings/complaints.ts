import { didYouMean, removeIt } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';
import { shown } from './kind.ts';
import type { SettingDefinition } from './table.ts';

export function unknownSection(name: string, closest: string | undefined): Text {
  const end = didYouMean(closest && `[${closest}]`, removeIt);
  return { zh: `没有区段 [${shown(name)}]${end.zh}`, en: `there is no section [${shown(name)}]${end.en}` };
}

export function unknownKey(section: string, key: string, meant: string | undefined): Text {
  const end = didYouMean(meant, removeIt);
  return {
    zh: `[${section}] 里没有设置 ${shown(key)}${end.zh}`,
    en: `there is no setting ${shown(key)} in [${section}]${end.en}`,
  };
}

/** @param owner the setting of this section that consists of lines. */
export const unindented = (section: string, key: string, owner: string): Text => ({
  zh: `[${section}] 里没有设置 ${shown(key)}，如果它是 ${owner} 的一行，请在行首加空格`,
  en: `there is no setting ${shown(key)} in [${section}]; add blanks before it to make it a line of ${owner}`,
});

export function noSuchSetting(meant: string | undefined): Text {
  const end = didYouMean(meant, removeIt);
  return { zh: `没有这个设置${end.zh}`, en: `there is no such setting${end.en}` };
}

export function settingInDefault(key: string, meant: string | undefined): Text {
  const end = didYouMean(meant, removeIt);
  return {
    zh: `${shown(key)} 写在 [DEFAULT] 里，而 [DEFAULT] 不能有设置${end.zh}`,
    en: `${shown(key)} is in [DEFAULT], which must not have settings${end.en}`,
  };
}

export function badValue({ key, kind }: SettingDefinition, text: string): Text {
  const exact = kind.explain?.(text);
  if (exact !== undefined) return { zh: `${key}：${exact.zh}`, en: `${key}: ${exact.en}` };
  return {
    zh: `${key} 的取值“${shown(text)}”无效，请改为 ${kind.expected.zh}`,
    en: `${key} is '${shown(text)}'; it must be ${kind.expected.en}`,
  };
}
