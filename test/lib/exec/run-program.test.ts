import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, test, vi } from 'vitest';
import { forThisFile } from '#test/kit/lifetime.ts';
import { TemporaryFolder } from '#test/kit/temporary-folder.ts';
import { collect, isRunning, node, shell, standstill } from './run.ts';

const { path: folder } = forThisFile(new TemporaryFolder());

const plainFile = join(folder, 'plain');
writeFileSync(plainFile, 'echo never', { mode: 0o644 });

const mebibyte = 1024 * 1024;
/** For a shell: waits until its first argument is a file. */
const untilThere = 'until [ -e "$1" ]; do sleep 0.01; done';
/** For a shell: starts a program that leaves the group, prints its number, and then makes the file. */
const elsewhere = 'setsid sh -c \'echo $$; : > "$1"; exec sleep 60\' sh "$1" &';
const exit = (exitCode: number) => ({ how: 'exit', exitCode });

describe.concurrent('the result', () => {
  test('both outputs and the exit code', async ({ expect }) => {
    const { end, stdout, stderr } = await collect(shell('echo out; echo err >&2; exit 3'));
    expect([end, `${stdout}`, `${stderr}`]).toEqual([exit(3), 'out\n', 'err\n']);
  });

  test('the signal that ended it', async ({ expect }) => {
    expect((await collect(shell('kill -USR1 $$'))).end).toEqual({ how: 'signal', signal: 'SIGUSR1' });
  });

  test('100 MiB, whole and byte for byte', async ({ expect }) => {
    const script = `
      const hash = require('node:crypto').createHash('sha256');
      let left = 1600;
      const next = () => {
        if (left-- === 0) return process.stderr.write(hash.digest('hex'));
        const chunk = require('node:crypto').randomBytes(65536);
        hash.update(chunk);
        process.stdout.write(chunk, next);
      };
      next();`;
    const hash = createHash('sha256');
    let bytes = 0;
    let sent = '';
    const end = await collect({
      ...node(script),
      onOutput: (name, chunk) => {
        if (name === 'stderr') sent += chunk;
        else hash.update(chunk);
        if (name === 'stdout') bytes += chunk.length;
      },
    });
    expect([end.end, bytes, hash.digest('hex')]).toEqual([exit(0), 100 * mebibyte, sent]);
  });

  test('bytes that are no UTF-8, as they are', async ({ expect }) => {
    const { stdout } = await collect(node('process.stdout.write(Buffer.from([0, 255, 27, 128, 13, 10]))'));
    expect([...stdout]).toEqual([0, 255, 27, 128, 13, 10]);
  });

  test('both outputs in their order, when the program waits in between', async ({ expect }) => {
    // The program goes on when its output has been read.
    const script = `d=$1; for i in 1 2 3; do set "$d/o$i"; echo o$i; ${untilThere}; set "$d/e$i"; echo e$i >&2; ${untilThere}; done`;
    const order: string[] = [];
    const heard = mkdtempSync(join(folder, 'heard-'));
    const onOutput = (_: string, chunk: Buffer): void => {
      order.push(`${chunk}`.trim());
      writeFileSync(join(heard, order.at(-1) ?? ''), '');
    };
    await collect({ ...shell(script, heard), onOutput });
    expect(order).toEqual(['o1', 'e1', 'o2', 'e2', 'o3', 'e3']);
  });

  test.for([
    ['a name without a program', 'no-such-program', 'ENOENT'],
    ['a file that is no program', plainFile, 'EACCES'],
    ['a folder', folder, 'EACCES'],
  ] as const)('%s cannot be started', async ([, file, reason], { expect }) => {
    expect((await collect({ file, args: [] })).end).toEqual({ how: 'cannot_start', reason });
  });

  test('arguments that are too long cannot be started', async ({ expect }) => {
    const { end } = await collect({ file: 'echo', args: ['x'.repeat(3 * mebibyte)] });
    expect(end).toEqual({ how: 'cannot_start', reason: 'E2BIG' });
  });
});

describe.concurrent('the program gets', () => {
  test.for([
    'a b',
    '"',
    "'",
    '$(touch /tmp/never)',
    '`id`',
    ';id',
    '&& id',
    '| id',
    '*',
    '~',
    '\\',
    'a\nb',
    '',
    '--',
    '中文',
  ])('the argument %j as it is', async (argument, { expect }) => {
    const { stdout } = await collect(shell('printf "%s." "$@"', argument, argument));
    expect(`${stdout}`).toBe(`${argument}.${argument}.`);
  });

  test('an input that is at its end', async ({ expect }) => {
    expect((await collect({ file: 'cat', args: [] })).end).toEqual(exit(0));
  });

  test('its environment and no other, the root as its folder, no terminal', async ({ expect }) => {
    process.env['APP_SECRET_KEY'] = 'secret';
    const { stdout } = await collect(shell('pwd; env; (: </dev/tty) 2>/dev/null || echo no terminal'));
    delete process.env['APP_SECRET_KEY'];
    expect(`${stdout}`).toMatch(/^\/\n/);
    expect(`${stdout}`).toContain('HOME=/\n');
    expect(`${stdout}`).toContain('no terminal\n');
    expect(`${stdout}`).not.toContain('APP_');
  });

  test('a NUL in an argument is a bug of the caller', async ({ expect }) => {
    await expect(collect({ file: 'echo', args: ['a\0b'] })).rejects.toThrow('null bytes');
  });
});

describe.concurrent('limits', () => {
  /** Long enough for a shell to start on a busy machine. */
  const startedMs = 2_000;

  test('time', async ({ expect }) => {
    const { end, stdout } = await collect({ ...shell('echo before; sleep 60'), timeLimitMs: startedMs });
    expect([end, `${stdout}`]).toEqual([{ how: 'time_limit' }, 'before\n']);
  });

  test('time, for a program that ignores SIGTERM', async ({ expect }) => {
    const { end, stdout } = await collect({
      ...shell('trap "" TERM; echo $$; while :; do sleep 1; done'),
      timeLimitMs: startedMs,
    });
    expect(end).toEqual({ how: 'time_limit' });
    expect(isRunning(Number(stdout))).toBe(false);
  });

  test('a program may tidy up after SIGTERM', async ({ expect }) => {
    const file = join(folder, 'tidied');
    await collect({
      ...shell(`trap 'echo yes > ${file}; exit' TERM; echo; sleep 60 & wait`),
      timeLimitMs: startedMs,
    });
    expect(readFileSync(file, 'utf8')).toBe('yes\n');
  });

  test('output: both outputs together are returned up to the limit', async ({ expect }) => {
    const heard = join(folder, 'heard-first');
    const { end, stdout, stderr } = await collect({
      ...shell(`printf 123456 >&2; ${untilThere}; yes`, heard),
      outputBytesMax: 100_006,
      onOutput: () => writeFileSync(heard, ''),
    });
    expect([end, `${stderr}`]).toEqual([{ how: 'output_limit' }, '123456']);
    expect(`${stdout}`).toBe('y\n'.repeat(50_000));
  });

  test('output: exactly the limit is allowed', async ({ expect }) => {
    const { end, stdout } = await collect({ ...shell('printf 12345'), outputBytesMax: 5 });
    expect([end, `${stdout}`]).toEqual([exit(0), '12345']);
  });
});

describe.concurrent('cancelling', () => {
  test('ends the program and its descendants', async ({ expect }) => {
    const cancel = new AbortController();
    const { end, stdout } = await collect({
      ...shell('sleep 60 & echo $!; sleep 60 & echo $!; wait'),
      signal: cancel.signal,
      onOutput: (_, chunk) => {
        if (`${chunk}`.split('\n').length > 1) cancel.abort();
      },
    });
    expect(end).toEqual({ how: 'cancelled' });
    for (const pid of `${stdout}`.trim().split('\n')) expect(isRunning(Number(pid))).toBe(false);
  });

  test('beforehand starts nothing', async ({ expect }) => {
    const file = join(folder, 'never');
    const { end } = await collect({ ...shell(`echo > ${file}`), signal: AbortSignal.abort() });
    expect(end).toEqual({ how: 'cancelled' });
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  test('while it is being started', async ({ expect }) => {
    const cancel = new AbortController();
    const ran = collect({ ...shell('sleep 60'), signal: cancel.signal });
    cancel.abort();
    expect((await ran).end).toEqual({ how: 'cancelled' });
  });

  test('many at once leave no listener behind', async ({ expect }) => {
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const before = process.listenerCount('exit');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await Promise.all(Array.from({ length: 20 }, () => collect({ ...shell('exit 0'), signal })));
    expect(removed).toHaveBeenCalledTimes(20);
    expect(process.listenerCount('exit')).toBeLessThanOrEqual(before + 1);
  });
});

describe.concurrent('descendants', () => {
  test('one that holds the output open does not hold up the end, and is ended', async ({ expect }) => {
    const { end, stdout } = await collect(shell('sleep 60 & echo $!; exit 5'));
    expect(end).toEqual(exit(5));
    expect(isRunning(Number(stdout))).toBe(false);
  });

  // The descendant has 0.1 s; on a busy machine that may be over before it starts.
  test('one that is about to end can still write', { retry: 9 }, async ({ expect }) => {
    const { end, stdout } = await collect(shell('(echo last) & exit 5'));
    expect([end, `${stdout}`]).toEqual([exit(5), 'last\n']);
  });

  test('one that never stops writing does not hold up the end', async ({ expect }) => {
    const script = '(while :; do echo; sleep 0.02; done) & exit 5';
    expect((await collect({ ...shell(script), timeLimitMs: 60_000 })).end).toEqual(exit(5));
  });

  test('one that has left the group does not hold up the end', async ({ expect }) => {
    const { end, stdout } = await collect(shell(`${elsewhere} ${untilThere}; exit 5`, join(folder, 'left')));
    expect(end).toEqual(exit(5));
    process.kill(Number(stdout), 'SIGKILL');
  });

  test('the last output of the first process is complete, also when it is read late', async ({ expect }) => {
    let isFirst = true;
    const { end, stdout } = await collect({
      ...shell(`${elsewhere} ${untilThere}; head -c 150000 /dev/zero`, join(folder, 'left-too')),
      onOutput: async () => {
        if (isFirst) await setTimeout(500);
        isFirst = false;
      },
    });
    const [line = ''] = `${stdout}`.split('\n');
    process.kill(Number(line), 'SIGKILL');
    expect([end, stdout.length]).toEqual([exit(0), line.length + 1 + 150_000]);
  });
});

describe.concurrent('the output callback', () => {
  test('makes the program wait', async ({ expect }) => {
    const file = join(folder, 'written');
    const script = `
      const { writeFileSync } = require('node:fs');
      let written = 0;
      const chunk = Buffer.alloc(65536);
      const next = () => written < 512 && process.stdout.write(chunk, () => { writeFileSync('${file}', String(++written)); next(); });
      next();`;
    writeFileSync(file, '');
    let bytes = 0;
    const { end } = await collect({
      ...node(script),
      onOutput: async (_, chunk) => {
        if (bytes === 0) expect(await standstill(file)).toBeLessThan(32);
        bytes += chunk.length;
      },
    });
    expect([end, bytes]).toEqual([exit(0), 512 * 65536]);
  });

  test('gets one chunk at a time, from either output', async ({ expect }) => {
    let taking = 0;
    const { end, stdout, stderr } = await collect({
      ...shell('for i in 1 2 3 4 5 6 7 8; do head -c 100000 /dev/zero; head -c 100000 /dev/zero >&2; done'),
      onOutput: async () => {
        expect(++taking).toBe(1);
        await setTimeout(1);
        taking--;
      },
    });
    expect([end, stdout.length, stderr.length]).toEqual([exit(0), 800_000, 800_000]);
  });

  test.for([
    () => {
      throw new Error('no more');
    },
    () => Promise.reject(new Error('no more')),
  ])('ends the program by failing %#', async (onOutput, { expect }) => {
    let pid = 0;
    const ran = collect({
      ...shell('echo $$; exec yes'),
      onOutput: (_, chunk) => {
        pid = Number.parseInt(`${chunk}`, 10);
        return onOutput();
      },
    });
    await expect(ran).rejects.toThrow('no more');
    expect(isRunning(pid)).toBe(false);
  });

  test('counts towards the time limit', async ({ expect }) => {
    const { end } = await collect({
      ...shell('echo'),
      timeLimitMs: 300,
      onOutput: () => new Promise(() => {}),
    });
    expect(end).toEqual({ how: 'time_limit' });
  });
});
