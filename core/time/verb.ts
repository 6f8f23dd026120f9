import { defineErrors } from '#core/errors.ts';
import { ask } from '#core/net/client/ask.ts';
import type { Client, Verb } from '#core/net/client/verb.ts';
import { servicesIn, statusRequest } from '#core/net/status/wire.ts';
import { type Address, formatAddress, isUnspecified, parseAddress } from '#lib/net/address.ts';
import { askDatagram } from '#lib/net/ask-datagram.ts';
import { clean, jsonLine } from '#lib/text/clean.ts';
import { badFormatMark, timeBytesMax } from './answer.ts';

export const timeErrors = defineErrors({
  bad_time_format: {
    exitCode: 2,
    text: ({ problem }: { problem: string }) => ({
      zh: `时间格式有误：${problem}。请改正，例如 %Y-%m-%d %X。`,
      en: `The format of the time is wrong: ${problem}. Correct it; an example is %Y-%m-%d %X.`,
    }),
  },
  no_time: {
    exitCode: 5,
    text: ({ address }: { address: string }) => ({
      zh: `${address} 没有报时：请检查时间服务是否在运行，防火墙是否放行 UDP。`,
      en: `${address} did not answer with the time. Check that its time service runs, and that no firewall stops UDP.`,
    }),
  },
  time_not_served: {
    exitCode: 2,
    text: ({ address }: { address: string }) => ({
      zh: `${address} 不提供时间服务：请在服务器的 settings.ini 的 [time] 中启用。`,
      en: `${address} does not serve the time. Enable it under [time] in the server's settings.ini.`,
    }),
  },
});

const tries = 3;
const tryMs = 500;

/** Asks HOST:PORT over UDP for the time. Without an answer, it asks the time service that the app's server there names. */
export const time: Verb = {
  name: 'time',
  usage: '[FORMAT]',
  summary: {
    zh: '服务器的时间；格式同 strftime，例如 "%Y-%m-%d %X"',
    en: 'the time of the server; FORMAT as in strftime, such as "%Y-%m-%d %X"',
  },
  // Several words form one format, joined by blanks, as if the format were quoted.
  words: { min: 0, max: Number.POSITIVE_INFINITY },
  async run(client) {
    const text = await askForTime(client, client.words.join(' '));
    client.print(client.wantsJson ? jsonLine({ time: text }) : text);
    return undefined;
  },
};

async function askForTime(client: Client, format: string): Promise<string> {
  const question = Buffer.from(format);
  // A Python server would cut a longer question without an error.
  if (question.byteLength > timeBytesMax)
    throw timeErrors.bad_time_format({ problem: `${question.byteLength} > ${timeBytesMax} bytes` });
  const answer = (await askAt(client, client.address, question)) ?? (await askNamed(client, question));
  const text = clean(answer.toString(), { lines: true });
  if (text.startsWith(badFormatMark) && !format.startsWith(badFormatMark))
    throw timeErrors.bad_time_format({ problem: text.slice(badFormatMark.length) });
  return text;
}

/** @returns undefined when no answer arrived. */
async function askAt(client: Client, to: Address, question: Buffer): Promise<Buffer | undefined> {
  const answer = await askDatagram({ question, to, tries, tryMs, signal: client.exiting });
  return answer.status === 'answered' ? answer.data : undefined;
}

/** HOST:PORT may be the address of the app's server, whose `status` over TCP lists the time service. */
async function askNamed(client: Client, question: Buffer): Promise<Buffer> {
  const address = await timeAddress(client);
  const answer = await askAt(client, address, question);
  if (answer === undefined) throw timeErrors.no_time({ address: formatAddress(address) });
  return answer;
}

async function timeAddress(client: Client): Promise<Address> {
  const { header } = await ask(await client.connect(), statusRequest);
  const service = servicesIn(header).find(({ name, protocol }) => name === 'time' && protocol === 'udp');
  const address = service && parseAddress(service.address);
  if (address === undefined) throw timeErrors.time_not_served({ address: formatAddress(client.address) });
  return isUnspecified(address.host) ? { ...address, host: client.address.host } : address;
}
