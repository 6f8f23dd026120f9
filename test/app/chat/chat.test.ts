import { expect, test } from 'vitest';
import { variable } from '#conf/app.ts';
import { formatAddress } from '#lib/net/address.ts';
import { Peer, PythonPeer, pythonIsMissing, wherePython } from '#test/core/chat/peer.ts';
import { openAppScreen, openMenu, pressEsc, waitForMenu, waitForQuestion } from '#test/kit/app-screen.ts';
import { Home } from '#test/kit/home.ts';
import { run, runAs } from '#test/kit/run.ts';
import type { Screen } from '#test/kit/screen.ts';
import { alex, egon } from '#test/kit/users.ts';

const book = (people: Readonly<Record<string, string>>) => ({
  [variable('CHAT_PORT')]: '0',
  [variable('CHAT_BOOK')]: Object.entries(people)
    .map(([name, address]) => `${name} = ${address}`)
    .join('\n'),
});

/** The address at which a chat reports that it receives. */
async function addressOf(screen: Screen): Promise<string> {
  const text = await screen.waitFor(/在 127\.0\.0\.1:\d+ (?:收消息|等人来信)/);
  return /在 (127\.0\.0\.1:\d+) /.exec(text)?.[1] ?? '';
}

/** The chat of the menu, with the entry of that name. */
async function openChat(screen: Screen, partner: string): Promise<void> {
  screen.type('聊天\n');
  await waitForQuestion(screen, '和谁聊天');
  screen.type(`${partner}\n`);
}

test.concurrent('two consoles chat, both typing while lines arrive', async ({ expect }) => {
  using home = new Home();
  using other = new Home();
  await using left = await openMenu(home, egon, { env: book({}), columns: 60 });
  await openChat(left, '等人来信');
  const address = await addressOf(left);
  await using right = await openMenu(other, alex, { env: book({ 哪吒: address }), columns: 60 });
  await openChat(right, '哪吒');
  await waitForQuestion(right, '对 哪吒 说');
  right.type('在吗\n');
  await left.waitFor(/一条消息：在吗\n\? 回复$/);
  // Each console has half a line on the screen while a message arrives.
  left.type('在，你');
  await left.waitFor(/\? 回复 在，你$/);
  right.type('今天');
  await right.waitFor(/说 今天$/);
  left.type('说\n');
  await right.waitFor(/来自\[哪吒\]的一条消息：在，你说\n\? 对 哪吒 说 今天$/);
  left.type('我等');
  await left.waitFor(/回复 我等$/);
  right.type('去吃饺子吗\n');
  await left.waitFor(/的一条消息：今天去吃饺子吗\n\? 回复 我等$/);
  left.press('esc');
  await waitForMenu(left, '聊天结束：发出 1 条，收到 2 条。');
  right.type('q\n');
  await waitForMenu(right, '聊天结束：发出 2 条，收到 1 条。');
  const steady = (screen: Screen) =>
    screen
      .text()
      .slice(screen.text().indexOf('✔ 和谁聊天'), screen.text().indexOf('\n\n控制台商城', 200))
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
  expect(steady(left)).toMatchInlineSnapshot(`
    "✔ 和谁聊天 等人来信
    在 127.0.0.1:PORT 等人来信，回复发给最后说话的人。输入 q 结
    束。
    来自[127.0.0.1:PORT]的一条消息：在吗
    ✔ 回复 在，你说
    已发给 [127.0.0.1:PORT]
    来自[127.0.0.1:PORT]的一条消息：今天去吃饺子吗
    聊天结束：发出 1 条，收到 2 条。"
  `);
  expect(steady(right)).toMatchInlineSnapshot(`
    "✔ 和谁聊天 哪吒
    在 127.0.0.1:PORT 收消息，和 哪吒（127.0.0.1:PORT）聊天。
    输入 q 结束。
    ✔ 对 哪吒 说 在吗
    来自[哪吒]的一条消息：在，你说
    ✔ 对 哪吒 说 今天去吃饺子吗
    ✔ 对 哪吒 说 q
    聊天结束：发出 2 条，收到 1 条。"
  `);
});

test.concurrent('Esc, q and Ctrl-D end the chat and return to the menu', async () => {
  using home = new Home();
  await using screen = await openMenu(home, egon, { env: book({}) });
  for (const end of [() => pressEsc(screen), () => screen.type('q\n'), () => screen.press('ctrl-d')]) {
    const chats = screen.text().split('聊天结束').length;
    await openChat(screen, '等人来信');
    await waitForQuestion(screen, '回复');
    await end();
    await screen.waitFor((text) => text.split('聊天结束').length > chats);
    await waitForMenu(screen);
  }
  screen.type('我是谁\n');
  await waitForMenu(screen, 'egon，会话剩余');
});

test.concurrent('hostile messages and a flood leave the line being typed as it is', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  const env = {
    ...book({ 哪吒: formatAddress(peer.address) }),
    [variable('LANGUAGE')]: 'zh',
    [variable('PASSWORD')]: egon[1],
  };
  await using screen = openAppScreen(home, {
    args: ['chat', '--user', 'egon', '--with', '哪吒'],
    env,
    rows: 30,
  });
  const [host = '', port] = (await addressOf(screen)).split(':');
  const to = { host, port: Number(port) };
  await waitForQuestion(screen, '对 哪吒 说');
  screen.type('正在打字');
  await screen.waitFor(/说 正在打字$/);
  const hostile = [
    '\x1b]0;owned\x07\x1b[2J\x1b[H\x1b[?1049h',
    '\u202egnirts\u202c',
    '\n'.repeat(65_507),
    '\n? 密码',
    '\x1b[31m',
  ];
  for (const message of [...hostile, Buffer.from([0xff, 0xc0, 0x80])]) await peer.say(message, to);
  for (let round = 0; round < 50; round++)
    await Promise.all(Array.from({ length: 20 }, (_, index) => peer.say(`spam ${round} ${index}`, to)));
  await screen.waitFor(/消息来得太快，有些没有显示。\n(?:.*\n)*\? 对 哪吒 说 正在打字$/);
  screen.type('，完了\n');
  expect(await peer.hear()).toBe('正在打字，完了');
  await screen.waitFor(/✔ 对 哪吒 说 正在打字，完了\n[^✔]*\? 对 哪吒 说$/);
  expect(screen.title()).toBe('');
  expect(screen.history()).toContain('在 127.0.0.1:');
  expect(
    screen
      .history()
      .split('\n')
      .filter((line) => line.startsWith('? ')),
  ).toHaveLength(1);
  expect(screen.history().match(/的一条消息：spam/g)?.length).toBeLessThan(200);
  screen.press('ctrl-c');
  expect((await screen.exit()).code).toBe(130);
});

test.concurrent('when the session ends, nothing of the chat is shown until the same user is back', async () => {
  using home = new Home({ 'config.ini': '[egon]\npassword=123\nuser_timeout=3\n' });
  await using peer = await Peer.open();
  await using screen = await openMenu(home, egon, { env: book({ 哪吒: formatAddress(peer.address) }) });
  await openChat(screen, '哪吒');
  await waitForQuestion(screen, '对 哪吒 说');
  screen.type('hello\n');
  await peer.hear();
  screen.type('half');
  await waitForQuestion(screen, '用户名 (egon)');
  await peer.say('a secret');
  await peer.say('another');
  expect(screen.history()).not.toContain('a secret');
  screen.type('\n123\n');
  await screen.waitFor(/一条消息：a secret\n来自\[哪吒\]的一条消息：another\n\? 对 哪吒 说 half$/);
});

test.concurrent('a missing answer is reported once, and the chat goes on', async () => {
  using home = new Home();
  await using silent = await Peer.open();
  await using screen = await openMenu(home, egon, { env: book({ egg: formatAddress(silent.address) }) });
  await openChat(screen, 'egg');
  await waitForQuestion(screen, '对 egg 说');
  screen.type('anybody?\nhello?\n');
  await screen.waitFor(/还没有回复。.*\n\? 对 egg 说$/);
  expect(await silent.hear()).toBe('anybody?');
});

test.concurrent('without a partner the typed line is kept, to be sent later', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using screen = await openMenu(home, egon, { env: book({}) });
  await openChat(screen, '等人来信');
  const [host = '', port] = (await addressOf(screen)).split(':');
  screen.type('hello\n');
  await screen.waitFor(/\? 回复 hello\n> 还没有人来信，请等对方先写$/);
  await peer.say('hi', { host, port: Number(port) });
  await screen.waitFor(/一条消息：hi\n/);
  screen.press('enter');
  expect(await peer.hear()).toBe('hello');
  await screen.waitFor(`已发给 ${peer.label}`);
});

test.concurrent('the lines of a pipe are sent one by one, and answers are printed', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  const env = { ...book({ 哪吒: formatAddress(peer.address) }), [variable('LANGUAGE')]: 'en' };
  const ended = runAs(egon, ['chat', '--with', '哪吒', '--json'], {
    home: home.path,
    env,
    input: 'one\n\n two \n',
  });
  expect([await peer.hear(), await peer.hear()]).toEqual(['one', 'two']);
  await peer.say('got them');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    address: formatAddress(peer.from ?? peer.address),
    with: '哪吒',
    sent: 2,
    received: 1,
    hidden: 0,
    messages: [{ from: formatAddress(peer.address), name: '哪吒', text: 'got them' }],
  });
  expect(stderr).toContain('Message from [哪吒]: got them\n');
  expect(home.log()).toMatch(/聊天结束 \(chat ended\) user=egon sent=2 received=1 hidden=0/);
  expect(home.log()).not.toContain('got them');
});

const datagramBytesMax = 65_507;

test.concurrent('lines of a pipe that are too long are refused and set the exit code; the others are sent', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  const longest = 'x'.repeat(datagramBytesMax);
  const lines = ['one', `${longest}x`, '字'.repeat(21_836), longest, 'two'];
  const { code, stdout, stderr } = await runAs(egon, ['chat', '--with', '哪吒', '--json'], {
    home: home.path,
    env: { ...book({ 哪吒: formatAddress(peer.address) }), [variable('LANGUAGE')]: 'en' },
    input: `${lines.join('\n')}\n`,
  });
  expect(await peer.hear()).toBe('one');
  expect((await peer.hear()) === longest).toBe(true);
  expect(await peer.hear()).toBe('two');
  expect(code).toBe(2);
  expect(stderr).toContain('A line holds at most 65507 characters; shorten it\n');
  expect(stderr).toContain('A message holds at most 65507 bytes, and this one has 65508. Shorten it.\n');
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: 'messages_too_long',
      message:
        'Messages sent: 3; longer than 65507 bytes and not sent: 2. Shorten those and send them again.',
    },
  });
  expect(home.log()).toMatch(/聊天结束 \(chat ended\) user=egon sent=3 /);
});

/** A line at a screen is drawn again at every key. */
const screenCharsMax = 4_096;

test.concurrent('a message that is too long is refused at the prompt with the limit, and stays there', async () => {
  using home = new Home();
  await using peer = await Peer.open();
  await using screen = await openMenu(home, egon, { env: book({ 哪吒: formatAddress(peer.address) }) });
  await openChat(screen, '哪吒');
  await waitForQuestion(screen, '对 哪吒 说');
  screen.type(`${'x'.repeat(screenCharsMax + 1)}\n`);
  await screen.waitFor(/x\n> 一行最多 4096 个字符，请缩短$/);
  screen.press('backspace');
  await screen.waitFor(/x$/);
  screen.type('\n');
  expect(await peer.hear()).toBe('x'.repeat(screenCharsMax));
});

test.concurrent.for([
  ['an unknown name', ['--with', 'yuam'], {}, 'Did you mean yuan?'],
  ['no partner, in a pipe', [], {}, 'Missing: --with'],
  [
    'an unknown host',
    ['--with', 'yuan'],
    book({ yuan: 'no-such-host.invalid:1' }),
    'The host no-such-host.invalid',
  ],
  [
    'an address of another machine',
    ['--with', 'yuan'],
    { [variable('CHAT_HOST')]: '203.0.113.1' },
    'Messages cannot be received',
  ],
] as const)('%s: one sentence, and exit code 2', async ([, args, env, sentence]) => {
  using home = new Home();
  const options = { home: home.path, env: { ...env, [variable('LANGUAGE')]: 'en' }, input: 'hello\n' };
  const { code, stdout, stderr } = await runAs(egon, ['chat', ...args], options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr.split('\n')).toHaveLength(2);
});

test.concurrent('a script cannot read the password from the lines of the chat', async () => {
  using home = new Home();
  const args = ['chat', '--with', 'yuan', '--user', 'egon', '--password-stdin'];
  const { code, stderr } = await run(args, { home: home.path, input: '123\nhello\n' });
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`give the password in ${variable('PASSWORD')}`),
  ]);
});

test.concurrent('a disabled chat has no entry and no command', async () => {
  using home = new Home();
  const options = { home: home.path, env: { [variable('CHAT_ENABLED')]: 'no' } };
  const { code, stderr } = await runAs(egon, ['chat'], options);
  expect([code, stderr]).toEqual([2, 'unknown command chat. See --help.\n']);
  const { stdout } = await run([], { ...options, input: 'egon\n123\n' });
  expect(stdout).not.toContain('Chat');
});

test.skipIf(pythonIsMissing).concurrent(`a simple program answers${wherePython}`, async () => {
  using home = new Home();
  await using server = new PythonPeer('chat_server', 0);
  const address = `127.0.0.1:${Number(await server.printed())}`;
  await using screen = await openMenu(home, egon, { env: book({ 金老板: address, yuan: address }) });
  await openChat(screen, '金老板');
  await waitForQuestion(screen, '对 金老板 说');
  screen.type('你好\n');
  expect(await server.printed()).toMatch(/ 你好$/);
  server.type('吃了吗');
  await screen.waitFor(/来自\[金老板\]的一条消息：吃了吗\n/);
  await pressEsc(screen);
  await waitForMenu(screen, '聊天结束：发出 1 条，收到 1 条。');
});
