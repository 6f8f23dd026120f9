import { type AppError, errors } from '#core/errors.ts';
import type { User } from '#core/session.ts';

/** The result of a sign-in. */
export type Verdict =
  | { readonly status: 'ok'; readonly user: User }
  /** `known` is only for the log. The screen shows the same sentence for an unknown name and for a wrong password. */
  | { readonly status: 'wrong_credentials'; readonly known: boolean }
  | { readonly status: 'locked'; readonly leftMs: number; readonly known: boolean }
  /** Too many sign-ins at once, with the same name or in all. The password was not compared. */
  | { readonly status: 'crowded'; readonly known: false };

/** @returns the error for a failed sign-in. */
export function toSignInError(verdict: Exclude<Verdict, { status: 'ok' }>): AppError {
  if (verdict.status === 'locked') return errors.locked({ seconds: Math.ceil(verdict.leftMs / 1000) });
  return verdict.status === 'crowded' ? errors.crowded() : errors.wrong_credentials();
}
