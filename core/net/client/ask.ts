import { type Connection, ConnectionLost, type Frame, type Header } from '#lib/net/connection.ts';
import { refusalIn } from './errors.ts';

/** Sends one request and waits for its answer. @throws AppError if the server refuses; ConnectionLost. */
export async function ask(connection: Connection, header: Header, body?: Uint8Array): Promise<Frame> {
  await connection.send(header, body);
  return answerOf(connection);
}

/** Waits for the next answer. @throws AppError if the server refuses; ConnectionLost. */
export async function answerOf(connection: Connection): Promise<Frame> {
  const answer = await connection.receive();
  if (answer === undefined) throw new ConnectionLost('closed');
  const refusal = refusalIn(answer.header);
  if (refusal !== undefined) throw refusal;
  return answer;
}
