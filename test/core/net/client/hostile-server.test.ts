import { describe, expect, it } from 'vitest';
import { ask } from '#core/net/client/ask.ts';
import { exitCodeIn } from '#core/net/client/exit-code.ts';
import type { Verb } from '#core/net/client/verb.ts';
import { status } from '#core/net/status/verb.ts';
import { answering, exitOrRefusal, runAgainstHostile } from '#test/kit/net/hostile-server.ts';

/** A verb that ends with the exit code of the server. */
const job: Verb = {
  name: 'job',
  usage: '',
  summary: { zh: '做一件事', en: 'do a job' },
  words: { min: 0, max: 1 },
  run: async ({ connect }) => exitCodeIn((await ask(await connect(), { cmd: 'job' })).header),
};

describe('the exit code of an answer', () => {
  it.each([256, -1, 3.5, 1e300, '0', null, undefined, [0], { valueOf: 0 }])(
    '%j is refused as foreign_server',
    async (exit) => {
      expect(await exitOrRefusal(runAgainstHostile(job, answering({ exit })))).toBe('foreign_server');
    },
  );

  it.each([0, 1, 255])('%j is used', async (exit) => {
    expect(await exitOrRefusal(runAgainstHostile(job, answering({ exit })))).toBe(exit);
  });
});

describe('a status that is nested as deep as a header holds', () => {
  const nested = JSON.parse(`${'['.repeat(4_000)}${']'.repeat(4_000)}`);

  it('is shown to a limited depth', async () => {
    const { printed } = await runAgainstHostile(status, answering({ x: nested, y: 1 }));
    expect(printed).toBe('x.0.0.0.0.0.0.0  …\ny  1\n');
  });

  it('is printed whole as JSON', async () => {
    const { printed } = await runAgainstHostile(status, answering({ x: nested }), { wantsJson: true });
    expect(JSON.parse(printed)).toEqual({ x: expect.any(Array) });
  });
});
