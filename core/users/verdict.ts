import { type AppError, errors } from '#core/errors.ts';
import type { User } from '#core/session.ts';

/** What became of a name and a password. */
export type Verdict =
  | { readonly status: 'ok'; readonly user: User }
  /** `known`: for the log only; on the screen an unknown name looks like a wrong password. */
  | { readonly status: 'wrong_credentials'; readonly known: boolean }
  | { readonly status: 'locked'; readonly leftMs: number; readonly known: boolean }
  /** Too many sign-ins of one name at once; the password was not looked at. */
  | { readonly status: 'crowded'; readonly known: false };

/** The error that a failed sign-in is shown as. */
export function toSignInError(verdict: Exclude<Verdict, { status: 'ok' }>): AppError {
  if (verdict.status === 'locked') return errors.locked({ seconds: Math.ceil(verdict.leftMs / 1000) });
  return verdict.status === 'crowded' ? errors.crowded() : errors.wrong_credentials();
}
