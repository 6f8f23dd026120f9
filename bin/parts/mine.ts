/** The lists of this project, added to the parts of the template. An update of the template never changes this file. */

/** Definitions of parts: commands, users' keys, tables. See core/part.ts. */
export const parts = [] as const;

/** Sections of settings.ini, one property per section. */
export const sections = {};

/** Services of the server. See core/net/server/service.ts. */
export const services = [] as const;

/** Verbs of connect.js. See core/net/client/verb.ts. */
export const verbs = [] as const;

/** Scenes of `npm run demo`. See core/demo.ts. */
export const demos = [] as const;
