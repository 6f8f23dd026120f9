import { Back } from '#lib/terminal/terminal.ts';
import { authenticate } from './authenticate.ts';
import type { Context, SignIn } from './context.ts';
import { errors } from './errors.ts';
import { signInLabels } from './sign-in-labels.ts';
import type { Users } from './users/users.ts';
import { toSignInError } from './users/verdict.ts';

/** Signs in with prompts for name and password, until they are right. @throws ExitRequested when the user leaves. */
export const signInByPrompt =
  (users: Users): SignIn =>
  async (context, previous) => {
    for (;;) {
      try {
        const name = await askName(context, previous?.name);
        const password = await askPassword(context);
        const verdict = await context.terminal.busy(context.in(signInLabels.checking), () =>
          authenticate(users, { name, password }, context.logger.child('auth')),
        );
        if (verdict.status === 'ok') return verdict.user;
        context.say(toSignInError(verdict).text);
      } catch (error) {
        // Esc goes back to the name, which is the first question.
        if (!(error instanceof Back)) throw error;
      }
    }
  };

/** @param previous the name that an empty answer stands for: the user of the session that ended. */
export async function askName(context: Context, previous?: string): Promise<string> {
  const label = context.in(signInLabels.name);
  const name = await context.terminal.ask({
    kind: 'text',
    message: previous === undefined ? label : `${label} (${previous})`,
    check: (answer) =>
      answer.trim() === '' && previous === undefined ? context.in(signInLabels.nameNeeded) : undefined,
  });
  return name.trim() || (previous ?? '');
}

export const askPassword = (context: Context): Promise<string> =>
  context.terminal.ask({ kind: 'secret', message: context.in(signInLabels.password) });

/** The credentials from the command line. A missing one is asked once. */
export interface GivenCredentials {
  readonly name: string | undefined;
  readonly password: string | undefined;
}

/** Signs in for one command. @throws AppError `wrong_credentials`, `locked`, `crowded` or `session_ended`. */
export const signInOnce =
  (users: Users, given: GivenCredentials): SignIn =>
  async (context, previous) => {
    if (previous !== undefined) throw errors.session_ended();
    const name = given.name ?? (await askName(context));
    const password = given.password ?? (await askPassword(context));
    const verdict = await authenticate(users, { name, password }, context.logger.child('auth'));
    if (verdict.status !== 'ok') throw toSignInError(verdict);
    return verdict.user;
  };
