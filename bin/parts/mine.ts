/** Yours: what this project adds to the parts of the template. An update of the template leaves this file alone. */

/** Definitions of parts: commands, users' keys, tables. See core/part.ts. */
export const parts = [] as const;

/** Sections of settings.ini, a property each. */
export const sections = {};

/** What the server offers besides. See core/net/server/service.ts. */
export const services = [] as const;

/** What connect.js does by itself. See core/net/client/verb.ts. */
export const verbs = [] as const;

/** What `npm run demo` shows besides. See core/demo.ts. */
export const demos = [] as const;
