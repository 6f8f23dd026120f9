import { describe, expect, it } from 'vitest';
import { exec } from '#core/exec/verb.ts';
import { answering, exitOrRefusal, runAgainstHostile } from '#test/kit/net/hostile-server.ts';

describe('the exit code of an answer', () => {
  it.each([256, -1, 3.5, 1e300, '0', null, undefined, [0], { valueOf: 0 }])(
    '%j is refused as foreign_server',
    async (exit) => {
      const handler = answering({ exit });
      expect(await exitOrRefusal(runAgainstHostile(exec, handler))).toBe('foreign_server');
      expect(await exitOrRefusal(runAgainstHostile(exec, handler, { wantsJson: true }))).toBe(
        'foreign_server',
      );
    },
  );

  it.each([0, 1, 255])('%j is used', async (exit) => {
    expect(await exitOrRefusal(runAgainstHostile(exec, answering({ exit })))).toBe(exit);
  });

  it.each([
    ['SIGKILL', 137],
    ['__proto__', 128],
    ['constructor', 128],
    ['SIGNOTHING', 128],
  ])('a signal %s is %i', async (signal, expected) => {
    expect(await exitOrRefusal(runAgainstHostile(exec, answering({ signal })))).toBe(expected);
  });
});
