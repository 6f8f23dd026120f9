import { Back } from '#lib/terminal/terminal.ts';
import { clean } from '#lib/text/clean.ts';
import type { Text } from '#lib/text/text.ts';
import { authenticate, type Caller } from './authenticate.ts';
import type { Context, SignIn } from './context.ts';
import { errors } from './errors.ts';
import { refuse } from './shown-error.ts';
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
          authenticate(users, { name, password }, context.logger.child('auth'), callerOf(context)),
        );
        if (verdict.status === 'ok') return verdict.user;
        refuse(context, toSignInError(verdict).text);
      } catch (error) {
        // Esc goes back to the name, which is the first question.
        if (!(error instanceof Back)) throw error;
        context.terminal.takeBack();
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

/** @returns undefined for the terminal of this process. */
export const callerOf = ({ address }: Context): Caller | undefined =>
  address === undefined ? undefined : { address };

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
    const verdict = await authenticate(
      users,
      { name, password },
      context.logger.child('auth'),
      callerOf(context),
    );
    if (verdict.status === 'ok') return verdict.user;
    if (given.password !== undefined && hasHiddenCharacter(given.password))
      context.terminal.warn(context.in(hiddenCharacter));
    throw toSignInError(verdict);
  };

/** A variable or a file often has a line end, a byte order mark or a blank, which a screen does not show. */
const hasHiddenCharacter = (password: string): boolean =>
  password.trim() !== password || clean(password) !== password;

const hiddenCharacter: Text = {
  zh: '给出的密码首尾有空白或换行，或含有看不见的字符。',
  en: 'The given password begins or ends with a blank or a line end, or has an invisible character.',
};
