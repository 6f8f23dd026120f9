import type { Context } from '#core/context.ts';
import { defineErrors } from '#core/errors.ts';
import { type Question, question } from '#core/question.ts';
import { passwordLengthMax } from '#lib/password.ts';
import type { Text } from '#lib/text/text.ts';
import { isOneAlphabet } from './look-alikes.ts';
import { checkName } from './name.ts';

const passwordLengthMin = 8;

export const userErrors = defineErrors({
  bad_name: {
    exitCode: 2,
    text: () => ({
      zh: '用户名要有 1 到 64 个字符，首尾没有空格，不含控制字符，请换一个。',
      en: 'A name has 1 to 64 characters, no space at its ends and no control characters. Choose another.',
    }),
  },
  mixed_alphabets: {
    exitCode: 2,
    text: () => ({
      zh: '用户名混用了看起来一样的不同字母（例如拉丁字母和西里尔字母），请只用一种。',
      en: 'The name mixes alphabets whose letters look alike, such as Latin and Cyrillic. Use one of them.',
    }),
  },
  too_many_registrations: {
    exitCode: 4,
    text: ({ minutes }: { minutes: number }) => ({
      zh: `最近注册的新用户太多，请 ${minutes} 分钟后再试，或请管理员在服务器那台机器上注册。`,
      en: `Too many users were registered lately. Try again in ${minutes} min, or ask the operator to register you on the server's machine.`,
    }),
  },
  bad_password: {
    exitCode: 2,
    text: () => ({
      zh: `密码要有 ${passwordLengthMin} 到 ${passwordLengthMax} 个字符，请换一个。`,
      en: `A password has ${passwordLengthMin} to ${passwordLengthMax} characters. Choose another.`,
    }),
  },
  passwords_differ: {
    exitCode: 2,
    text: () => ({ zh: '两次输入的密码不一样，请重新开始。', en: 'The two passwords differ. Start again.' }),
  },
});

export const nameQuestion = (label: Text): Question<string> =>
  question.text({
    label,
    parse(raw) {
      const name = raw.normalize();
      if (checkName(name) !== 'ok') throw userErrors.bad_name();
      if (!isOneAlphabet(name)) throw userErrors.mixed_alphabets();
      return name;
    },
  });

/** A new password. The rule does not apply to an existing password at a sign-in. */
export const newPasswordQuestion = (label: Text): Question<string> =>
  question.secret({
    label,
    parse(raw) {
      if ([...raw].length < passwordLengthMin || raw.length > passwordLengthMax)
        throw userErrors.bad_password();
      return raw;
    },
  });

/** Asks for a new password again, because the user cannot see the typed text. @throws AppError `passwords_differ`. */
export async function repeatPassword(context: Context, password: string): Promise<void> {
  const again = await context.ask({
    kind: 'secret',
    message: context.in({ zh: '再输入一次', en: 'Repeat the new password' }),
  });
  if (again !== password) throw userErrors.passwords_differ();
}
