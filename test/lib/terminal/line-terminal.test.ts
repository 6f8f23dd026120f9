import { execFile, spawn } from 'node:child_process';
import { PassThrough, type Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openLineTerminal } from '#lib/terminal/line-terminal.ts';
import { ExitRequested, type Prompt } from '#lib/terminal/terminal.ts';
import { readText } from '#test/kit/read-text.ts';
import { dialogueProgram } from './fixture/bundle.ts';
import { words } from './fixture/words.ts';

const program = dialogueProgram();

/** A terminal with its whole input given; `open` leaves the input open after that. */
function piped(text: string, open = false) {
  const input = new PassThrough();
  const output = new PassThrough();
  const errors = new PassThrough();
  const terminal = openLineTerminal({ input, output, errors, words });
  input.write(text);
  if (!open) input.end();
  return {
    terminal,
    input,
    output,
    shown: () => readText(output),
    warned: () => readText(errors),
  };
}

const fruit = [
  { value: 'apple', name: '苹果', hint: '¥ 1.00' },
  { value: 'pear', name: '梨' },
  { value: 'plum', name: '李子' },
];
const choice: Prompt = { kind: 'choice', message: 'Fruit', choices: fruit };
const search: Prompt = {
  kind: 'search',
  message: 'Find',
  find: (term) => fruit.filter(({ value }) => value.includes(term)),
};
const confirm = (initial: boolean): Prompt => ({ kind: 'confirm', message: 'Sure?', initial });
const check = (answer: string) => (answer === 'bad' ? 'that is bad' : undefined);
const list = 'Fruit\n1. 苹果  ¥ 1.00\n2. 梨\n3. 李子\n';

describe('the answer and the output', () => {
  test.each<[string, Prompt, string, string, string]>([
    ['a text', { kind: 'text', message: 'Name' }, ' egon \n', ' egon ', 'Name\n'],
    ['no newline at the end', { kind: 'text', message: 'Name' }, 'egon', 'egon', 'Name\n'],
    ['nothing, with an initial', { kind: 'text', message: 'Name', initial: 'egon' }, '\n', 'egon', 'Name\n'],
    [
      'a refused text',
      { kind: 'text', message: 'Name', check },
      'bad\ngood\n',
      'good',
      'Name\nthat is bad\n',
    ],
    [
      'a line that is too long',
      { kind: 'text', message: 'Name' },
      `${'x'.repeat(2 ** 20)}\nok\n`,
      'ok',
      'Name\nat most 4096\n',
    ],
    [
      'a line that is as long as the prompt says, and one that is longer',
      { kind: 'text', message: 'Name', charsMax: 3 },
      'long\nabc\n',
      'abc',
      'Name\nat most 3\n',
    ],
    [
      'the longest of all',
      { kind: 'text', message: 'Name', charsMax: 65_536 },
      `${'x'.repeat(65_537)}\n${'一'.repeat(65_536)}\n`,
      '一'.repeat(65_536),
      'Name\nat most 65536\n',
    ],
    [
      'a secret that is too long',
      { kind: 'secret', message: 'Password' },
      `${'x'.repeat(4_097)}\ns3cret\n`,
      's3cret',
      'Password\nat most 4096\n',
    ],
    [
      'a secret',
      { kind: 'secret', message: 'Password', check },
      'bad\ns3cret\n',
      's3cret',
      'Password\nthat is bad\n',
    ],
    ['a number', choice, '2\n', 'pear', list],
    ['a value', choice, ' plum \n', 'plum', list],
    ['a name', choice, '苹果\n', 'apple', list],
    ['a blank line at a choice', choice, '\n1\n', 'apple', list + list],
    ['a blank line at a choice with an initial', { ...choice, initial: 'pear' }, '\n', 'pear', list],
    ['a wrong choice', choice, '0\n4\n-1\n1.0\n²\n1\n', 'apple', list + 'no such choice\n'.repeat(5)],
    [
      'a term that finds one',
      search,
      'pl\n3\npea\n',
      'pear',
      'Find\nFind\n1. 苹果  ¥ 1.00\n2. 李子\nnothing found\n',
    ],
    ['a term and a number', search, 'pl\n2\n', 'plum', 'Find\nFind\n1. 苹果  ¥ 1.00\n2. 李子\n'],
    ['a name among many', search, 'p\n梨\n', 'pear', `Find\n${list.replace('Fruit', 'Find')}`],
    ['a blank term', search, '\n1\n', 'apple', `Find\n${list.replace('Fruit', 'Find')}`],
    ['neither yes nor no', confirm(true), 'maybe\nn\n', 'no', 'Sure?\nyes or no, please\n'],
  ])('%s', async (_name, prompt, input, answer, output) => {
    const { terminal, shown } = piped(input);
    expect(await terminal.ask(prompt)).toBe(answer);
    expect(shown()).toBe(output);
    await expect(terminal.ask(prompt)).rejects.toEqual(new ExitRequested('end'));
    terminal.close();
  });

  test.each([
    ...['y', 'Y', 'yes', 'YES', ' yes ', '是', '对'].map((typed) => [typed, false, 'yes'] as const),
    ...['n', 'No', '否'].map((typed) => [typed, true, 'no'] as const),
    ['', true, 'yes'] as const,
    ['', false, 'no'] as const,
  ])('%j at a confirmation (initial %s)', async (typed, initial, answer) => {
    expect(await piped(typed === '' ? '\n' : typed).terminal.ask(confirm(initial))).toBe(answer);
  });
});

test('hostile messages and names are made harmless, colours are taken away', async () => {
  const { terminal, shown, warned } = piped('1\n');
  await terminal.ask({
    kind: 'choice',
    message: '\x1b[2JFruit',
    choices: [{ value: 'a', name: 'A\n2. fake\x9b', hint: '\u202e' }],
  });
  terminal.print('\x1b[31mred\x1b[39m\x07');
  terminal.warn('\x1b]0;x\x07');
  expect(shown()).toBe('\ufffd[2JFruit\n1. A\ufffd2. fake\ufffd  \ufffd\nred\ufffd\n');
  expect(warned()).toBe('\ufffd]0;x\ufffd\n');
});

test('a prompt reports every line that is too long', async () => {
  const { terminal } = piped(`long\n${'x'.repeat(100_000)}\nok\n`);
  let count = 0;
  const onTooLong = () => {
    count++;
  };
  expect(await terminal.ask({ kind: 'text', message: 'Name', charsMax: 3, onTooLong })).toBe('ok');
  expect(count).toBe(2);
});

test('an aborted prompt loses no line', async () => {
  const { terminal, input } = piped('', true);
  const controller = new AbortController();
  const reason = new Error('session over');
  const closed = terminal.ask({ kind: 'text', message: 'Name' }, controller.signal);
  setImmediate(() => controller.abort(reason));
  await expect(closed).rejects.toBe(reason);
  input.write('one\ntwo\n');
  expect(await terminal.ask({ kind: 'text', message: 'Name' })).toBe('one');
  expect(await terminal.ask({ kind: 'text', message: 'Name' })).toBe('two');
});

test('an exit closes the open prompt and later ones, and stops running work', async () => {
  const { terminal } = piped('', true);
  const open = terminal.ask(choice);
  const work = terminal.busy('Working', () => new Promise<never>(() => {}));
  terminal.requestExit('terminate');
  terminal.requestExit('interrupt');
  for (const one of [open, work, terminal.ask(choice)])
    await expect(one).rejects.toEqual(new ExitRequested('terminate'));
});

describe('a lost output', () => {
  const lost = (output: Writable): Promise<unknown> => {
    const error = Object.assign(new Error('write'), { code: 'EPIPE' });
    return new Promise((resolve) => output.once('close', resolve).destroy(error));
  };

  test('ends the open prompt, because nothing reads the script', async () => {
    const { terminal, output } = piped('', true);
    const open = terminal.ask(choice);
    await lost(output);
    await expect(open).rejects.toEqual(new ExitRequested('unread'));
    terminal.print('not shown');
  });

  test('does not stop running work, whose effect needs no reader', async () => {
    const { terminal, output } = piped('1\n', true);
    let finish = (_: string): void => {};
    const work = terminal.busy(
      'Working',
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    await lost(output);
    finish('done');
    expect(await work).toBe('done');
    await expect(terminal.ask(choice)).rejects.toEqual(new ExitRequested('unread'));
  });

  test('of a script that has been read to its end is the end of the script', async () => {
    const { terminal, output } = piped('1\n');
    expect(await terminal.ask(choice)).toBe('apple');
    await lost(output);
    await expect(terminal.ask(choice)).rejects.toEqual(new ExitRequested('end'));
  });
});

describe('as a process', () => {
  const script = {
    lines: true,
    steps: [
      { ask: { kind: 'text', message: 'Name' } },
      { ask: { kind: 'secret', message: 'Password' } },
      { busyMs: 700, label: 'Working' },
      { ask: { kind: 'search', message: 'Product' } },
    ],
  } as const;

  test('a script on a pipe is answered to its end, and nothing but text is written', async () => {
    const stdout = await new Promise<string>((resolve, reject) => {
      const child = execFile(process.execPath, program.arguments(script), (error, out) =>
        error ? reject(error) : resolve(out),
      );
      child.stdin?.end('egon\r\ns3cret');
    });
    expect(stdout).toBe('Name\ngot "egon"\nPassword\ngot "s3cret"\nProduct\nleft: end\n');
  });

  test('the program ends although the other side keeps the pipe open', async () => {
    const child = spawn(process.execPath, program.arguments({ ...script, steps: script.steps.slice(0, 1) }));
    child.stdin.write('egon\n');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    child.stdin.destroy();
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s at a prompt ends the program', async (signal) => {
    const child = spawn(process.execPath, program.arguments(script));
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (String(chunk).includes('Name')) child.kill(signal);
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(out).toMatch(/^Name\nleft: (terminate|interrupt|hangup)\n$/);
  });
});
