import type { Context } from '#core/context.ts';
import { userErrors } from './questions.ts';

/** Has a new password typed a second time: nobody can see the first. @throws AppError `passwords_differ`. */
export async function repeatPassword(context: Context, password: string): Promise<void> {
  const again = await context.ask({
    kind: 'secret',
    message: context.in({ zh: '再输入一次', en: 'Repeat the new password' }),
  });
  if (again !== password) throw userErrors.passwords_differ();
}
