import { isHash, passwordLengthMax } from '#lib/password.ts';
import type { Text } from '#lib/text/text.ts';

const limits = { memoryKibMax: 1024 * 1024, passesMax: 10, lanesMax: 8 };
const base64 = '[A-Za-z0-9+/]';
// A salt of 8 to 64 bytes and a digest of 16 to 64 bytes, as base64 without padding.
const hashForm = new RegExp(
  `^\\$argon2id\\$v=19\\$m=([1-9]\\d{0,6}),t=([1-9]\\d?),p=([1-9])\\$(${base64}{11,86})\\$(${base64}{22,86})$`,
);

/**
 * Checks a password of config.ini, plain or hashed.
 * @returns a complaint that ends with the remedy, or undefined.
 */
export function complaintAboutPassword(stored: string): Text | undefined {
  if (stored === '') {
    return { zh: '密码为空，请在等号后面写上密码', en: 'is empty; write a password after the equals sign' };
  }
  if (/[\n\r\v\f\x85\u2028\u2029]/.test(stored)) {
    return {
      zh: '密码接到了下一行，请写在一行之内，下一行不要缩进',
      en: 'continues on the next line; write it on one line, and do not indent the line after it',
    };
  }
  // Otherwise a damaged hash, or one of another algorithm, would count as a plain password.
  if (isHash(stored) || /^\$argon2/i.test(stored)) return complaintAboutHash(stored);
  if (stored.length > passwordLengthMax) {
    return {
      zh: `密码超过 ${passwordLengthMax} 个字符，请换一个短些的`,
      en: `is longer than ${passwordLengthMax} characters; choose a shorter one`,
    };
  }
  return undefined;
}

function complaintAboutHash(stored: string): Text | undefined {
  const [, memoryKib, passes, lanes, salt = '', digest = ''] = hashForm.exec(stored) ?? [];
  if (memoryKib === undefined || salt.length % 4 === 1 || digest.length % 4 === 1) {
    return {
      zh: '不是完整的 argon2id 散列，请完整复制，或者写上明文后运行 protect',
      en: 'is not a complete argon2id hash; copy all of it, or write the password itself and run `protect`',
    };
  }
  const memoryKibMin = 8 * Number(lanes);
  const { memoryKibMax, passesMax, lanesMax } = limits;
  const isSane =
    Number(memoryKib) >= memoryKibMin &&
    Number(memoryKib) <= memoryKibMax &&
    Number(passes) <= passesMax &&
    Number(lanes) <= lanesMax;
  if (isSane) return undefined;
  const limit = `m=${memoryKibMax},t=${passesMax},p=${lanesMax}`;
  return {
    zh: `散列的参数超过 ${limit}（或 m 小于 8p），请重新生成`,
    en: `asks for more than ${limit} (or less than m=8p); create the hash again`,
  };
}
