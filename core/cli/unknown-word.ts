import { suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';

/** The problem of a command that does not exist: a part of a usage sentence, so it has no full stop. */
export function unknownCommandName(name: string, known: Iterable<string>): Text {
  const end = closest(name, known);
  return { zh: `没有 ${name} 这个命令${end.zh}`, en: `unknown command ${name}${end.en}` };
}

/** The same for a flag. @param rawName as it was typed, with its dashes. */
export function unknownFlagName(rawName: string, name: string, known: Iterable<string>): Text {
  const end = closest(name, known, '--');
  return { zh: `没有 ${rawName} 这个选项${end.zh}`, en: `unknown flag ${rawName}${end.en}` };
}

function closest(name: string, known: Iterable<string>, prefix = ''): Text {
  const meant = suggest(name, known);
  if (meant === undefined) return { zh: '', en: '' };
  return { zh: `，是不是 ${prefix}${meant}`, en: `, did you mean ${prefix}${meant}` };
}
