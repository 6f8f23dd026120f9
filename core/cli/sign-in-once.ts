import { authenticate } from '#core/auth.ts';
import type { Context, Host } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import type { User } from '#core/session.ts';
import { askName, askPassword } from '#core/sign-in.ts';
import { refusalOf, type Users } from '#core/users/users.ts';

/** What the command line gave; what is missing is asked, once. */
export interface GivenCredentials {
  readonly name: string | undefined;
  readonly password: string | undefined;
}

/** Signs in for one command. @returns a host that throws AppError `wrong_credentials`, `locked`, `session_ended`. */
export function signInOnce(users: Users, given: GivenCredentials): Host {
  return {
    async signIn(context: Context, previous: User | undefined): Promise<User> {
      if (previous !== undefined) throw errors.session_ended();
      const name = given.name ?? (await askName(context));
      const password = given.password ?? (await askPassword(context));
      const verdict = await authenticate(context, users, name.trim().normalize(), password);
      if (verdict.status !== 'ok') throw refusalOf(verdict);
      return verdict.user;
    },
  };
}
