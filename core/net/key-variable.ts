import { variable } from '#conf/app.ts';

/** The environment variable of the key that clients and the server share. It wins over conf/secret.key. */
export const keyVariable = variable('SECRET_KEY');
