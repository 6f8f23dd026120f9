import { PassThrough } from 'node:stream';
import { toClientError } from '#core/net/client/errors.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import { connect } from '#lib/net/connect.ts';
import type { Connection, Handler } from '#lib/net/connection.ts';
import { patienceMs } from '#test/kit/waiting.ts';
import { afterTest } from './cleanups.ts';
import { serverKey as key, openTestServices } from './open-test-services.ts';

/** @returns a connection to a server that knows the key, and answers `cmd` however it likes. */
export async function connectToHostile(cmd: string, handler: Handler): Promise<Connection> {
  const handlers = { [cmd]: handler, cancel: () => {} };
  const { main } = await openTestServices({ services: [{ name: 'hostile', handlers }] });
  const connection = await connect({ address: main, key, timeoutMs: patienceMs });
  afterTest(() => connection.lose('done'));
  return connection;
}

/** Answers everything with one frame. */
export const answering =
  (header: Readonly<Record<string, unknown>>): Handler =>
  (_, connection) =>
    connection.send({ status: 'ok', ...header });

/** Runs a verb, whose request has the verb's name, against a server that answers however it likes. */
export async function runAgainstHostile(verb: Verb, handler: Handler, changes: Partial<Client> = {}) {
  const connection = await connectToHostile(verb.name, handler);
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
