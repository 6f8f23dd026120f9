import { sample } from './part.ts';

/** Stands for bin/parts/app.ts in the sample app: the skeleton and one part. */
export const parts = [sample];
