/** Who may run something, from where, and in which form. */
export interface Restrictions {
  /** `user`: needs a sign-in. `public`: for everybody, also without a name. */
  readonly access: 'public' | 'user';
  /** `local`: only on the machine where the app runs. */
  readonly reach: 'anywhere' | 'local';
  /** Whether it is an entry of the menu, a one-shot command, or both. */
  readonly form: 'both' | 'menu' | 'command';
}

/** The way in. */
export interface Caller {
  /** Left out by `@auth`, which guards a method whatever the form. */
  readonly form?: 'menu' | 'command';
  readonly where: Where;
  readonly isSignedIn: boolean;
}

/** Whether the terminal is on the machine where the app runs, or at the other end of a connection. */
export type Where = 'local' | 'remote';

/** `other_form`: not offered in this form. `local_only`: refused to remote callers. `sign_in`: allowed after a sign-in. */
export type AccessVerdict = 'allowed' | 'other_form' | 'local_only' | 'sign_in';

/** Decides for every way in: the menu, the command line, the remote console, and `@auth`. The first that applies. */
export function decideAccess(restrictions: Restrictions, caller: Caller): AccessVerdict {
  const { access, reach, form } = restrictions;
  if (caller.form !== undefined && form !== 'both' && form !== caller.form) return 'other_form';
  if (reach === 'local' && caller.where === 'remote') return 'local_only';
  return access === 'user' && !caller.isSignedIn ? 'sign_in' : 'allowed';
}
