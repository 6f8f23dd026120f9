import { variable } from '#conf/app.ts';

/** The environment variable of the shared key. It has priority over conf/secret.key. */
export const keyVariable = variable('SECRET_KEY');
