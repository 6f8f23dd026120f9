/**
 * The letters of other alphabets that look like Latin ones, and Latin letters and digits that look like others: pairs of
 * the character and its likeness, from the confusables of Unicode (UTS #39). A name has one alphabet, so only letters
 * with a Latin likeness matter.
 */
const lowerCase =
  'аaԁdеeёëһhіiїïјjкkӏlոnоoрpԛqгrѕsсcтtуyүyԝwхxѵvҽeʙbαaγyηnιiκkνvοoρpσoτtυuχxωwοoօoսuցgհhɑaɡgıi0o1l';
const upperCase = 'АaВbЕeЁëЅsІlЇïЈjКkМmНhОoРpСcТtУyҮyХxԌgԚqԜwӀlѴvΑaΒbΕeΖzΗhΙlΚkΜmΝnΟoΡpΤtΥyΧxՕoՍuՏsԼlIl';

let tables: Readonly<Record<'lowerCase' | 'upperCase', ReadonlyMap<string, string>>> | undefined;

// Made at the first registration: no other command needs them.
const tablesOf = () => {
  tables ??= { lowerCase: pairsIn(lowerCase), upperCase: pairsIn(upperCase) };
  return tables;
};

function pairsIn(text: string): ReadonlyMap<string, string> {
  const characters = [...text];
  return new Map(
    characters.flatMap((character, index) =>
      index % 2 === 0 ? [[character, characters[index + 1] ?? '']] : [],
    ),
  );
}

/**
 * @returns one or two spellings, such that names that look alike or differ only in case or width have a spelling in
 * common. The first one ignores how capitals look: `Ivan` is `ivan`. The second one does not: `aIice` is `alice`.
 */
export function spellingsOf(name: string): readonly string[] {
  if (/^[a-z2-9]*$/.test(name) && !/rn|vv/.test(name)) return [name];
  const { lowerCase, upperCase } = tablesOf();
  const compatible = name.normalize('NFKC');
  const spellings = [compatible, replaced(compatible, upperCase)].map((spelling) =>
    replaced(foldOf(spelling), lowerCase).replace(/rn/g, 'm').replace(/vv/g, 'w'),
  );
  return [...new Set(spellings)];
}

/** Upper case first: it also makes one letter of `ß` and `ss`, or of the two forms of sigma. */
const foldOf = (text: string): string => text.toUpperCase().toLowerCase().normalize('NFKC');

const replaced = (text: string, table: ReadonlyMap<string, string>): string =>
  Array.from(text, (character) => table.get(character) ?? character).join('');

/** Alphabets with letters that look like those of another one. */
const alphabets = ['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Glagolitic', 'Deseret'];

/**
 * Whether the letters of a name are of one alphabet. Latin and Chinese, Japanese or Korean letters may stand together,
 * as in the highly restrictive profile of UTS #39: they do not look alike.
 */
export function isOneAlphabet(name: string): boolean {
  if (/^[\x20-\x7e]*$/.test(name)) return true;
  const other = alphabets.find((alphabet) => new RegExp(`\\p{Script=${alphabet}}`, 'u').test(name));
  if (other === undefined) return true;
  return new RegExp(`^[\\p{Script=${other}}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u').test(name);
}
