import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { openPromptTerminal } from '#lib/terminal/prompt-terminal.ts';
import { Back, ExitRequested } from '#lib/terminal/terminal.ts';
import { readText } from '#test/kit/read-text.ts';
import { dialogueProgram } from './fixture/bundle.ts';
import { words } from './fixture/words.ts';

const program = dialogueProgram();
const text = (message: string) => ({ ask: { kind: 'text', message } }) as const;
const charsMaxDefault = 320;
const screenCharsMax = 4_096;

test('several pasted lines answer several prompts in order, with no line lost at an answer that was refused', async () => {
  await using screen = program.run({
    steps: [
      text('One'),
      { ask: { kind: 'secret', message: 'Two' } },
      {
        ask: {
          kind: 'choice',
          message: 'Three',
          choices: [...'abcdefghijk'].map((value) => ({ value, name: value })),
        },
      },
      { ask: { kind: 'search', message: 'Four' } },
      { ask: { kind: 'confirm', message: 'Five', initial: false } },
      text('Six'),
    ],
  });
  await screen.waitFor('One');
  screen.type('bad\n\x15first 一\nbad\n\x15second\n99\n11\ncherry\nwhat\n\x15y\nrest');
  await screen.waitFor('? Six rest');
  expect(screen.text().match(/got .*/g)).toEqual(
    ['first 一', 'second', 'k', 'cherry', 'yes'].map((answer) => `got "${answer}"`),
  );
});

test('keys typed before the prompt opens are kept', async () => {
  await using screen = program.run({ steps: [{ busyMs: 700, label: 'Working' }, text('One'), text('Two')] });
  await screen.waitFor('Working');
  screen.type('early\nbird');
  await screen.waitFor('got "early"');
  await screen.waitFor('? Two bird');
});

test('a pasted line of 100 KB is refused with the limit, and the screen stays intact', async () => {
  await using screen = program.run({
    before: 'above\n',
    steps: [text('One'), { ask: { kind: 'secret', message: 'Two' } }],
  });
  await screen.waitFor('One');
  screen.type(`${'🍎'.repeat(50_000)}\nand more\n`);
  // The kept part ends between two apples or one letter later: that depends on how the paste is cut.
  await screen.waitFor(/🍎a?\n> at most 320$/);
  screen.type('\x15short\n');
  await screen.waitFor('got "short"');
  expect(screen.history().startsWith('above\n✔ One short\n')).toBe(true);
  await screen.waitFor('? Two');
  screen.type(`${'x'.repeat(100_000)}\n`);
  await screen.waitFor(/\*\n> at most 320$/);
  screen.type('\x15s3cret\n');
  await screen.waitFor('got "s3cret"\ndone');
});

test('a line that is a little too long stays until it is shortened, and nothing of it is lost', async () => {
  const steps = [text('One'), { ask: { kind: 'search', message: 'Two' } }] as const;
  await using screen = program.run({ steps: [...steps, text('Three')] }, { columns: 200 });
  await screen.waitFor('One');
  screen.type(`${'一'.repeat(charsMaxDefault - 1)}abc\n`);
  await screen.waitFor(/abc\n> at most 320$/);
  screen.press('left', 'backspace');
  await screen.waitFor(/ac\n> at most 320$/);
  screen.press('backspace');
  await screen.waitFor(/一c$/);
  screen.type('\n');
  const answer = `${'一'.repeat(charsMaxDefault - 1)}c`;
  await screen.waitFor((shown) => shown.replaceAll('\n', '').includes(`got "${answer}"`));
  screen.type('x'.repeat(1_000));
  await screen.waitFor(/> at most 320$/);
  screen.type('\x15cherry\n');
  await screen.waitFor('? Three');
});

test('the cursor stands behind the stars of a secret, whatever its characters', async () => {
  await using screen = program.run({ steps: [{ ask: { kind: 'secret', message: '密码' } }] });
  await screen.waitFor('? 密码');
  expect(screen.cursor()).toMatchObject({ column: 7, row: 0 });
  screen.type('中文x');
  await screen.waitFor('? 密码 ***');
  expect(screen.cursor()).toMatchObject({ column: 10, row: 0 });
  screen.press('backspace', 'backspace');
  await screen.waitFor(/\? 密码 \*$/);
  expect(screen.cursor()).toMatchObject({ column: 8, row: 0 });
  screen.type('\n');
  await screen.waitFor('got "中"');
});

test('100 KB of pasted lines answer as many prompts as there are', async () => {
  const steps = Array.from({ length: 50 }, (_, index) => text(`Number ${index}`));
  await using screen = program.run({ steps });
  await screen.waitFor('Number 0');
  screen.type('line\n'.repeat(20_000));
  await screen.exit();
  // The rest is echoed by the terminal itself, once the program has given it back.
  expect(screen.raw()).toContain('✔ Number 49 line\r\ngot "line"\r\ndone\r\n');
});

test('a Chinese line that is wider than the screen is drawn and deleted cleanly', async () => {
  await using screen = program.run({ before: 'above\n', steps: [text('One'), text('Two')] }, { columns: 40 });
  await screen.waitFor('One');
  screen.type('一二三四五六七八九十'.repeat(3));
  await screen.waitFor(/\n八九十一二三四五六七八九十$/);
  for (let left = 29; left > 0; left--) screen.press('backspace');
  await screen.waitFor((shown) => shown === 'above\n? One 一');
  screen.press('enter');
  await screen.waitFor('got "一"\n? Two');
});

/** A terminal over plain streams, as over a socket. */
function overStreams() {
  const input = new PassThrough();
  const output = new PassThrough();
  const terminal = openPromptTerminal({
    input,
    output,
    colours: false,
    words,
    size: () => ({ columns: 60, rows: 24 }),
  });
  const name = { kind: 'text', message: 'Name' } as const;
  /** The output since the last call, without the switch for marked pastes. */
  const shown = () => readText(output).replace('\x1b[?2004h', '');
  return { input, output, terminal, name, shown };
}

describe('over plain streams', () => {
  test('characters that are cut between chunks come out whole', async () => {
    const { input, terminal, name } = overStreams();
    const answer = terminal.ask(name);
    for (const byte of Buffer.from('中🍎é\r')) input.write(Buffer.of(byte));
    expect(await answer).toBe('中🍎é');
    terminal.close();
  });

  test('a sequence that is cut between chunks is one key, a late rest is none', async () => {
    const { input, terminal, name } = overStreams();
    const answer = terminal.ask(name);
    for (const byte of 'ab\x1b[D!\r') input.write(byte);
    expect(await answer).toBe('a!b');
    const next = terminal.ask(name);
    input.write('\x1b');
    await expect(next).rejects.toBeInstanceOf(Back);
    terminal.close();
  });

  describe('a prompt that takes long lines', () => {
    const long = { kind: 'text', message: 'Name', charsMax: 65_536 } as const;
    const longest = '一x'.repeat(screenCharsMax / 2);

    test('takes the longest, pasted at once', async () => {
      const { input, output, terminal } = overStreams();
      output.resume();
      const answer = terminal.ask(long);
      input.write(`${longest}\r`);
      expect((await answer) === longest).toBe(true);
      terminal.close();
    });

    test('takes the longest, typed before it is asked', async () => {
      const { input, output, terminal } = overStreams();
      output.resume();
      input.write(`${longest}\r`);
      await new Promise((resolve) => setImmediate(resolve));
      expect((await terminal.ask(long)) === longest).toBe(true);
      terminal.close();
    });

    test('shows the complaint below a line that is higher than the screen', async () => {
      const { input, output, terminal } = overStreams();
      let shown = '';
      output.on('data', (chunk) => {
        shown += chunk;
      });
      const answer = terminal.ask(long);
      input.write(`${longest}x\x1b[H`);
      await expect.poll(() => shown).toContain('? Name 一x');
      expect(shown.slice(shown.lastIndexOf('? Name'))).not.toContain('> at most');
      input.write('\r');
      await expect.poll(() => shown.slice(shown.lastIndexOf('? Name'))).toContain('\n> at most 4096');
      input.write('\x7f\r');
      expect((await answer) === longest).toBe(true);
      terminal.close();
    });

    test('is refused while another one is open', async () => {
      const { input, output, terminal } = overStreams();
      let shown = '';
      output.on('data', (chunk) => {
        shown += chunk;
      });
      const answer = terminal.ask({ ...long, charsMax: 3, initial: 'abcdef' });
      input.write('\r');
      await expect.poll(() => shown).toContain('? Name abcdef\n> at most 3');
      input.write('\x15ok\r');
      expect(await answer).toBe('ok');
      terminal.close();
    });
  });

  test('of endless typed-ahead text whole lines are dropped, and no half line is an answer', async () => {
    const { input, output, terminal } = overStreams();
    output.resume();
    const long = { kind: 'text', message: 'Name', charsMax: 65_536 } as const;
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const line = (mark: string) => `${mark.repeat(4_000)}\r`;
    const kept = 'abcdefghijklmnopq';
    for (const mark of `${kept}r`) input.write(line(mark));
    await turn();
    // There is room for the beginning of this line, but not for its end.
    input.write('s'.repeat(1_000));
    await turn();
    input.write(line('s'));
    await turn();
    const answers: string[] = [];
    while (answers.length < kept.length) answers.push(await terminal.ask(long));
    input.write('next\r');
    answers.push(await terminal.ask(long));
    expect(answers.map((answer) => answer.slice(0, 5))).toEqual([
      ...Array.from(kept, (mark) => mark.repeat(5)),
      'next',
    ]);
    expect(answers[16]).toHaveLength(4_000);
    for (const mark of 'fghi') {
      input.write(line(mark));
      expect(await terminal.ask(long)).toHaveLength(4_000);
    }
    terminal.close();
  });

  test('prompts that are asked at once are shown one after the other', async () => {
    const { input, terminal, name, shown } = overStreams();
    const answers = Promise.all([
      terminal.ask(name),
      terminal.ask({ kind: 'secret', message: 'Two' }),
      terminal.ask(name),
    ]);
    let first = '';
    await expect.poll(() => (first += shown())).toContain('? Name');
    expect(first).toMatch(/^\? Name(?![\s\S]*\?)/);
    input.write('1\r2\r3\r');
    expect(await answers).toEqual(['1', '2', '3']);
    terminal.close();
  });

  test.each([
    ['its end', (input: PassThrough): unknown => input.end(), 'end'],
    ['its error', (input: PassThrough): unknown => input.destroy(new Error('EIO')), 'hangup'],
    ['a reset', (input: PassThrough): unknown => input.destroy(), 'hangup'],
  ] as const)(
    '%s of the input ends the terminal, at an open prompt and before a later one',
    async (_way, cut, reason) => {
      const { input, terminal, name } = overStreams();
      const open = terminal.ask(name);
      cut(input);
      await expect(open).rejects.toEqual(new ExitRequested(reason));
      await expect(terminal.ask(name)).rejects.toMatchObject({ reason });
      terminal.requestExit('interrupt');
      await expect(terminal.ask(name)).rejects.toMatchObject({ reason });
      terminal.close();
    },
  );

  test('an input that ended before the terminal opened ends it', async () => {
    const input = new PassThrough();
    input.end().resume();
    await new Promise((resolve) => input.once('end', resolve));
    const terminal = openPromptTerminal({ input, output: new PassThrough(), colours: false, words });
    await expect(terminal.ask({ kind: 'text', message: 'Name' })).rejects.toMatchObject({ reason: 'end' });
    terminal.close();
  });

  test('a lost output ends the terminal, and nothing more is written to it', async () => {
    const { output, terminal, name } = overStreams();
    const open = terminal.ask(name);
    output.destroy(new Error('EPIPE'));
    await expect(open).rejects.toMatchObject({ reason: 'hangup' });
    terminal.print('not shown');
    terminal.warn('nor this');
    terminal.close();
  });

  test('a signal that has aborted already prevents the prompt', async () => {
    const { terminal, name, shown } = overStreams();
    const reason = new Error('session over');
    await expect(terminal.ask(name, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(shown()).toBe('');
    terminal.close();
  });

  test('after a prompt no listener is left on the signal, the input or the process', async () => {
    const { input, terminal, name } = overStreams();
    const counts = () => [
      input.listenerCount('data'),
      process.listenerCount('SIGTERM'),
      process.listenerCount('exit'),
    ];
    const before = counts();
    const controller = new AbortController();
    for (let turn = 0; turn < 20; turn++) {
      input.write('x\r');
      await terminal.ask(name, controller.signal);
    }
    expect(counts()).toEqual(before);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    controller.abort();
    expect(terminal.draft).toBe('');
    terminal.close();
    expect(input.listenerCount('data')).toBe(0);
  });

  test('busy rejects when the user leaves, and does not start after that', async () => {
    const { input, terminal } = overStreams();
    const work = terminal.busy('Working', () => new Promise<never>(() => {}));
    input.write('\x03');
    await expect(work).rejects.toMatchObject({ reason: 'interrupt' });
    let started = false;
    const later = terminal.busy('Working', async () => {
      started = true;
    });
    await expect(later).rejects.toBeInstanceOf(ExitRequested);
    expect(started).toBe(false);
    terminal.close();
  });

  test('a pasted text answers questions, but confirms nothing, and its tabs are blanks', async () => {
    const { input, output, terminal, name } = overStreams();
    let shown = '';
    output.on('data', (chunk) => {
      shown += chunk;
    });
    const answers = [terminal.ask(name), terminal.ask({ kind: 'confirm', message: 'Sure?', initial: true })];
    input.write('\x1b[200~al\tex\ry\ry\r\x1b[201~');
    expect(await answers[0]).toBe('al ex');
    await expect.poll(() => shown).toContain('\n> type it');
    input.write('n\r');
    expect(await answers[1]).toBe('no');
    terminal.close();
    // The terminal marks pastes only while the prompts are there.
    expect(shown.split('\x1b[?2004h')).toHaveLength(2);
    expect(shown.slice(shown.lastIndexOf('Sure?'))).toContain('\x1b[?2004l');
  });

  test('a paste whose end is lost ends after a silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { input, output, terminal } = overStreams();
    output.resume();
    const answer = terminal.ask({ kind: 'confirm', message: 'Sure?', initial: false });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    input.write('\x1b[200~y\r');
    await turn();
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    input.write('y\r');
    expect(await answer).toBe('yes');
    terminal.close();
  });

  test('raw mode is on while the terminal is open, except while the process is stopped', async () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => modes.push(on) });
    let suspend = (_resume: () => void) => {};
    const stopped = new Promise<() => void>((resolve) => {
      suspend = resolve;
    });
    const parts = { input, output: new PassThrough(), colours: false, words };
    const terminal = openPromptTerminal({ ...parts, suspend: (resume) => suspend(resume) });
    const answer = terminal.ask({ kind: 'secret', message: 'Password' });
    input.write('half\x1a\x1a');
    const resume = await stopped;
    expect(modes).toEqual([true, false]);
    resume();
    input.write(' whole\r');
    expect(await answer).toBe('half whole');
    expect(modes).toEqual([true, false, true]);
    terminal.close();
    expect(modes).toEqual([true, false, true, false]);
  });

  test('a terminal that is closed while the process is stopped stays as it is then', async () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => modes.push(on) });
    const resume = await new Promise<() => void>((suspend) => {
      const terminal = openPromptTerminal({
        input,
        output: new PassThrough(),
        colours: false,
        words,
        suspend,
      });
      const work = terminal.busy('Working', () => new Promise<never>(() => {}));
      work.catch(() => terminal.close());
      input.write('\x1a');
      setImmediate(() => terminal.requestExit('terminate'));
    });
    await expect.poll(() => modes).toEqual([true, false, false]);
    resume();
    await new Promise(setImmediate);
    expect(modes).toEqual([true, false, false]);
  });

  test('Ctrl-Z behind Ctrl-C does not stop the process in the middle of its exit', async () => {
    const input = new PassThrough();
    let stops = 0;
    const suspend = (resume: () => void): void => {
      stops++;
      resume();
    };
    const terminal = openPromptTerminal({ input, output: new PassThrough(), colours: false, words, suspend });
    const answer = terminal.ask({ kind: 'text', message: 'To' });
    input.write('\x03\x1a');
    await expect(answer).rejects.toEqual(new ExitRequested('interrupt'));
    await new Promise(setImmediate);
    expect(stops).toBe(0);
    terminal.close();
  });
});
