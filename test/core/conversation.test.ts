import { describe, expect, test } from 'vitest';
import { app, variable } from '#conf/app.ts';
import { Command } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { TestClock } from '#test/kit/clock.ts';
import { openConversation } from '#test/kit/conversation.ts';
import { Home } from '#test/kit/home.ts';
import { Note } from '#test/kit/sample/note.ts';

const sessionMs = 1000_000;
const egon = ['egon', '123'];
const alex = ['alex', 'alex3714'];
const title = app.title.en;
const ended = 'The session has reached its time limit. Sign in again to go on.\nName (egon)\n';
const dropped = 'Another user signed in: the unfinished command was dropped.\n';

/** A command with the kinds of prompt that no command of the skeleton has. */
class Look extends Command {
  readonly name = 'look';
  readonly title = { zh: '找', en: 'Look up' };
  readonly summary = { zh: '找', en: 'look something up' };
  override readonly form = 'menu';
  readonly questions = {};
  override async open(context: Context): Promise<void> {
    const choices = ['tea', 'coffee'].map((value) => ({ value, name: value }));
    const kind = await context.ask({ kind: 'choice', message: 'Which one', choices });
    const find = (term: string) => choices.filter(({ name }) => name.includes(term));
    await context.ask({ kind: 'search', message: `Search for ${kind}`, find });
  }
  override async run(): Promise<void> {}
  override show(): void {}
  override json(): null {
    return null;
  }
}

describe('when the session ends, the open prompt closes with the reason, and opens again after the sign-in', () => {
  test.each([
    ['a text', ['note', 'alex'], 'Times\n'],
    ['the menu', [], /Choose\n[\s\S]*\d+. Quit\n/],
    ['a confirmation', ['note', 'alex', '3'], 'Note alex 3 times\n'],
    ['a secret', ['password'], 'Current password\n'],
    ['a choice', ['look'], 'Which one\n1. tea\n2. coffee\n'],
    ['a search', ['look', 'tea'], 'Search for tea\n'],
  ])('%s', async (_, lines, question) => {
    using home = new Home();
    await using talk = await openConversation(home, { commands: [new Note(), new Look()] });
    talk.type(...egon, ...lines);
    const before = await talk.see(question);
    talk.clock.move(sessionMs - 1);
    expect(talk.shown).not.toContain(ended);
    talk.clock.move(1);
    await talk.see(ended);
    talk.type(...egon);
    const after = await talk.see(question);
    const asked = /^Password\n([\s\S]+)$/.exec(after)?.[1] ?? '';
    expect(before.endsWith(asked) && asked !== '').toBe(true);
  });
});

async function openNote(home: Home, clock = new TestClock()) {
  const note = new Note();
  const talk = await openConversation(home, { commands: [note], clock });
  return {
    note,
    talk,
    [Symbol.asyncDispose]: () => talk[Symbol.asyncDispose](),
  };
}

test('earlier answers are kept for the same user', async () => {
  using home = new Home();
  await using opened = await openNote(home);
  const { talk, note } = opened;
  talk.type(...egon, 'note', 'alex');
  await talk.see('Times\n');
  talk.clock.move(sessionMs);
  // An empty name stands for the previous user.
  talk.type('', '123', '3', 'y');
  await talk.see('Noted alex, 3 times.\n');
  expect(await talk.end()).toBe('end');
  expect(note.notes).toEqual([{ user: 'egon', text: 'alex', times: 3 }]);
});

describe('another user at the sign-in of the first', () => {
  test('gets the menu, and no half-typed text', async () => {
    using home = new Home();
    await using opened = await openNote(home);
    const { talk, note } = opened;
    talk.type(...egon, 'note', 'yuanhao', '3');
    await talk.see('Note yuanhao 3 times\n');
    talk.clock.move(sessionMs);
    talk.type(...alex);
    const menu = await talk.see('Choose\n');
    expect(menu).toContain(dropped);
    expect(menu).toContain(`${title}  alex  session: 16 min 40 s left`);
    await talk.end('y', 'whoami');
    expect(talk.shown).not.toContain('Noted');
    expect(talk.shown).toContain('alex, session: 16 min 40 s left');
    expect(note.notes).toEqual([]);
  });

  test('has the session of the second: time and name', async () => {
    using home = new Home({
      'config.ini': '[egon]\npassword=123\nuser_timeout=60\n[alex]\npassword=alex3714\nuser_timeout=7200\n',
    });
    await using talk = await openConversation(home);
    talk.type(...egon);
    expect(await talk.see('Choose\n')).toContain('egon  session: 1 min 0 s left');
    talk.clock.move(60_000);
    talk.type(...alex);
    expect(await talk.see('Choose\n')).toContain('alex  session: 2 h 0 min left');
  });
});

/** A clock whose timers come late, after the answer, as on a busy machine. */
class LateClock extends TestClock {
  override after(): () => void {
    return () => {};
  }
}

describe('an answer that comes when the session is over, before the prompt closed', () => {
  test('waits for the sign-in of the same user', async () => {
    using home = new Home();
    await using opened = await openNote(home, new LateClock());
    const { talk, note } = opened;
    talk.type(...egon, 'note', 'alex');
    await talk.see('Times\n');
    talk.clock.move(sessionMs);
    talk.type('3');
    await talk.see(ended);
    talk.type(...egon, 'y');
    expect(await talk.see('Noted alex')).toContain('Note alex 3 times');
    expect(note.notes).toHaveLength(1);
  });

  test('is dropped when another user signs in', async () => {
    using home = new Home();
    await using opened = await openNote(home, new LateClock());
    const { talk, note } = opened;
    talk.type(...egon, 'note', 'yuanhao', '3');
    await talk.see('Note yuanhao 3 times');
    talk.clock.move(sessionMs);
    talk.type('y');
    await talk.see(ended);
    talk.type(...alex);
    await talk.see(dropped);
    await talk.end();
    expect(note.notes).toEqual([]);
  });
});

describe('an idle timeout', () => {
  const env = { [variable('SESSION_IDLE_TIMEOUT')]: '60' };

  test('ends the session of an idle user, and shows the reason', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { env });
    talk.type(...egon);
    await talk.see('. Quit\n');
    talk.clock.move(60_000);
    await talk.see('The session ended: nothing was done for a while. Sign in again to go on.\nName (egon)\n');
  });

  test('is put off by every answer', async () => {
    using home = new Home();
    await using talk = await openConversation(home, { env });
    talk.type(...egon);
    for (let minute = 0; minute < 3; minute++) {
      await talk.see('. Quit\n');
      talk.clock.move(59_999);
      talk.type('whoami');
      await talk.see('egon, session: ');
    }
    expect(talk.shown).not.toContain('The session ended');
  });
});

test('the end of a session is logged with the name, and without a draft', async () => {
  using home = new Home();
  await using talk = await openConversation(home);
  talk.type(...egon);
  await talk.see('. Quit\n');
  talk.clock.move(sessionMs);
  await talk.see(ended);
  await talk.end();
  await talk.app.close();
  expect(home.log()).toMatch(
    /\[task_id:core.session]\[conversation.ts:\d+]\[INFO]\[会话结束 \(session ended\) user=egon]\n/,
  );
});
