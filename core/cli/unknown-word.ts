import { suggest } from '#lib/text/suggest.ts';
import type { Text } from '#lib/text/text.ts';

/** The problem of an unknown command, without a full stop: the `usage` error joins the problems. */
export function unknownCommandName(name: string, known: Iterable<string>): Text {
  const end = closest(name, known);
  return { zh: `没有 ${name} 这个命令${end.zh}`, en: `unknown command ${name}${end.en}` };
}

/** The problem of an unknown flag, without a full stop. @param rawName the flag as typed, with its dashes. */
export function unknownFlagName(rawName: string, name: string, known: Iterable<string>): Text {
  const end = closest(name, known, '--');
  return { zh: `没有 ${rawName} 这个选项${end.zh}`, en: `unknown flag ${rawName}${end.en}` };
}

function closest(name: string, known: Iterable<string>, prefix = ''): Text {
  const meant = suggest(name, known);
  if (meant === undefined) return { zh: '', en: '' };
  return { zh: `，是不是 ${prefix}${meant}`, en: `, did you mean ${prefix}${meant}` };
}
