import { expect, test } from 'vitest';
import { Announcer } from '#core/chat/announcer.ts';
import { openContext, sessionMs, userCalled } from '#test/kit/context.ts';

function openAnnouncer() {
  const parts = openContext({});
  parts.context.session.start(userCalled('egon'));
  return { ...parts, announcer: new Announcer(parts.context) };
}

test('a line is shown at once', () => {
  const { announcer, shown } = openAnnouncer();
  announcer.show('hello');
  expect(shown()).toBe('hello\n');
});

test('after the session has ended it waits for the same user, and no other', () => {
  const { announcer, context, clock, shown } = openAnnouncer();
  clock.move(sessionMs);
  announcer.show('one');
  announcer.show('two');
  context.session.start(userCalled('alex'));
  clock.move(1_000);
  announcer.show('three');
  expect(shown()).toBe('');
  context.session.start(userCalled('egon'));
  clock.move(500);
  expect(shown()).toBe('one\ntwo\nthree\n');
});

test('of many waiting lines the last hundred are kept', () => {
  const { announcer, context, clock, shown } = openAnnouncer();
  clock.move(sessionMs);
  for (let number = 1; number <= 1_000; number++) announcer.show(`line ${number}`);
  context.session.start(userCalled('egon'));
  announcer.show('line 1001');
  const lines = shown().trim().split('\n');
  expect(lines[0]).toBe('(901 earlier messages that arrived after the end of the session were dropped)');
  expect(lines.slice(1)).toEqual(Array.from({ length: 100 }, (_, index) => `line ${902 + index}`));
  announcer.show('hello');
  expect(shown()).toBe('hello\n');
});

test('a closed announcer shows nothing more', () => {
  const { announcer, context, clock, shown } = openAnnouncer();
  clock.move(sessionMs);
  announcer.show('one');
  announcer.close();
  context.session.start(userCalled('egon'));
  clock.move(1_000);
  expect(shown()).toBe('');
});
