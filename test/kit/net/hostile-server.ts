import { PassThrough } from 'node:stream';
import { toClientError } from '#core/net/client/errors.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import type { Handler } from '#lib/net/connection.ts';
import { openTestServices, type TestServices } from './open-test-services.ts';

/** A server that knows the key, and gives any answers to `cmd`. */
export function openHostile(cmd: string, handler: Handler): Promise<TestServices> {
  const handlers = { [cmd]: handler, cancel: () => {} };
  return openTestServices({ services: [{ name: 'hostile', handlers }] });
}

/** Answers everything with one frame. */
export const answering =
  (header: Readonly<Record<string, unknown>>): Handler =>
  (_, connection) =>
    connection.send({ status: 'ok', ...header });

/** Runs a verb, whose request has the verb's name, against a server with any answers. */
export async function runAgainstHostile(verb: Verb, handler: Handler, changes: Partial<Client> = {}) {
  await using server = await openHostile(verb.name, handler);
  const connection = await server.connect();
  let printed = '';
  const client = {
    words: ['name'],
    exiting: new AbortController().signal,
    wantsJson: false,
    print(text) {
      printed += `${text}\n`;
    },
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    connect: async () => connection,
    ...changes,
  } satisfies Partial<Client>;
  return { exit: await verb.run(client as never), printed };
}

/** @returns the exit code of a run, or the code of the refusal with which the client ends it. */
export async function exitOrRefusal(run: Promise<{ exit: unknown }>): Promise<unknown> {
  try {
    return (await run).exit;
  } catch (error) {
    const refusal = toClientError(error, 'there');
    if (refusal === undefined) throw error;
    return refusal.code;
  }
}
