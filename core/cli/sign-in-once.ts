import { authenticate } from '#core/auth.ts';
import type { SignIn } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import { askName, askPassword } from '#core/sign-in.ts';
import { refusalOf, type Users } from '#core/users/users.ts';

/** What the command line gave; what is missing is asked, once. */
export interface GivenCredentials {
  readonly name: string | undefined;
  readonly password: string | undefined;
}

/** Signs in for one command; refuses with AppError `wrong_credentials`, `locked`, `session_ended`. */
export const signInOnce =
  (users: Users, given: GivenCredentials): SignIn =>
  async (context, previous) => {
    if (previous !== undefined) throw errors.session_ended();
    const name = given.name ?? (await askName(context));
    const password = given.password ?? (await askPassword(context));
    const verdict = await authenticate(context, users, name.trim().normalize(), password);
    if (verdict.status !== 'ok') throw refusalOf(verdict);
    return verdict.user;
  };
