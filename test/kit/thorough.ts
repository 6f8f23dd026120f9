/**
 * A table of cases. The suite runs a few of them and `npm run test:long` all: each way at one place and each place in
 * one way, for instance, instead of each way at each place.
 */
export const casesOf = <T>(
  all: readonly T[],
  isAmongFew: (one: T, index: number) => boolean,
): readonly T[] => (process.env['THOROUGH'] === 'yes' ? all : all.filter(isAmongFew));
