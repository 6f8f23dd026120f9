/** Which callers may run a command: with or without a sign-in, from where, and in which form. */
export interface Restrictions {
  /** `user`: the caller must be signed in. `public`: no sign-in is needed. */
  readonly access: 'public' | 'user';
  /** `local`: only on the machine where the app runs. */
  readonly reach: 'anywhere' | 'local';
  /** Whether it is an entry of the menu, a one-shot command, or both. */
  readonly form: 'both' | 'menu' | 'command';
}

/** The caller of a command, as far as access depends on it. */
export interface Caller {
  /** Left out by `@auth`: a guarded method has the same rule in both forms. */
  readonly form?: 'menu' | 'command';
  readonly where: Where;
  readonly isSignedIn: boolean;
}

/** Whether the terminal is on the machine where the app runs, or at the other end of a connection. */
export type Where = 'local' | 'remote';

/** `other_form`: not offered in this form. `local_only`: refused to remote callers. `sign_in`: allowed after a sign-in. */
export type AccessVerdict = 'allowed' | 'other_form' | 'local_only' | 'sign_in';

/**
 * Decides access for the menu, the command line, the remote console and `@auth`.
 * @returns the first verdict that applies, in the order: form, reach, sign-in.
 */
export function decideAccess(restrictions: Restrictions, caller: Caller): AccessVerdict {
  const { access, reach, form } = restrictions;
  if (caller.form !== undefined && form !== 'both' && form !== caller.form) return 'other_form';
  if (reach === 'local' && caller.where === 'remote') return 'local_only';
  return access === 'user' && !caller.isSignedIn ? 'sign_in' : 'allowed';
}
