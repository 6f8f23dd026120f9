import { decideAccess, type Restrictions } from './access.ts';
import { Command } from './command.ts';
import type { Context } from './context.ts';
import { errors } from './errors.ts';
import { SessionEnded } from './session.ts';

type Guarded<This, Args extends readonly unknown[], Result> = (
  this: This,
  context: Context,
  ...args: Args
) => Promise<Result>;

/**
 * Decorator for a method that only a signed-in user may run. Its first parameter is the Context.
 * A live session runs the method. Without a live session, the user signs in first; then the method runs.
 * If the session ends while the method runs, the method has changed nothing. The same user signs in again, and the
 * method runs again.
 * @throws UserChanged when another user signs in; AppError when the sign-in or the command is refused.
 */
export function auth<This, Args extends readonly unknown[], Result>(
  method: Guarded<This, Args, Result>,
  _: ClassMethodDecoratorContext<This, Guarded<This, Args, Result>>,
): Guarded<This, Args, Result> {
  return async function guarded(context, ...args) {
    for (;;) {
      const { where, session } = context;
      await session.recheck();
      const verdict = decideAccess(restrictionsOf(this), { where, isSignedIn: session.isLive() });
      if (verdict === 'local_only') throw errors.local_only({ command: nameOf(this) });
      if (verdict === 'sign_in') await context.signedIn();
      try {
        return await method.call(this, context, ...args);
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
      }
    }
  };
}

/** A guarded method needs a user. A method of a command also keeps to the command's reach. */
const restrictionsOf = (owner: unknown): Restrictions => ({
  access: 'user',
  reach: owner instanceof Command ? owner.reach : 'anywhere',
  form: 'both',
});

const nameOf = (owner: unknown): string => (owner instanceof Command ? owner.name : '');
