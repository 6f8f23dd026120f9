import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Client } from '#core/net/client/verb.ts';

type Given = Pick<Client, 'words' | 'address' | 'connect'> & Partial<Client>;

/** The context of a verb, in English, without a terminal; a test gives the relevant options only. */
export const testClient = (given: Given): Client => ({
  flags: new Map(),
  language: 'en',
  exiting: new AbortController().signal,
  connectAnew: given.connect,
  connectPlain: given.connect,
  wantsJson: false,
  print: () => {},
  say: () => {},
  busy: (_, work) => work(() => {}),
  finishing: (work) => work(),
  stdin: Readable.from([]),
  stdout: process.stdout,
  stderr: process.stderr,
  env: {},
  secrets: async () => undefined,
  suspend: (resume) => resume(),
  onJobControl: () => () => {},
  newId: randomUUID,
  uptimeMs: () => 0,
  ...given,
});
