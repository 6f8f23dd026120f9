import { app } from '#conf/app.ts';
import type { Files } from './sources.ts';

/** The only file that knows the identity of the app. */
const identity = 'conf/app.ts';

const marks: readonly string[] = [
  app.name,
  app.title.zh,
  app.title.en,
  app.variablePrefix,
  `0x${app.databaseId.toString(16)}`,
];

/** @returns one sentence for each source that knows the app's name, title, prefix or database id by itself. */
export const identityViolations = (sources: Files): readonly string[] =>
  [...sources].flatMap(([path, text]) =>
    path === identity
      ? []
      : marks
          .filter((mark) => text.includes(mark))
          .map((mark) => `${path} holds ${mark}; take it from ${identity}, or have it handed down.`),
  );

/** @returns one sentence for each source of lib that knows a currency. A table may line up any of them. */
export const currencyViolations = (sources: Files): readonly string[] =>
  [...sources].flatMap(([path, text]) =>
    path.startsWith('lib/') && path !== 'lib/terminal/table.ts' && /[元¥]|\bfen\b/.test(text)
      ? [`${path} knows a currency; a part that counts money brings it.`]
      : [],
  );
