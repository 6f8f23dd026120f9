import { describe, expect, test } from 'vitest';
import { AddressBook } from '#core/chat/address-book.ts';
import { AppError } from '#core/errors.ts';
import type { Text } from '#lib/text/text.ts';

const here = { host: '127.0.0.1', port: 8081 };
const there = { host: '127.0.0.1', port: 8082 };
const book = new AddressBook(
  new Map([
    ['金老板', here],
    ['哪吒', here],
    ['yuanhao', there],
  ]),
);

function refusalOf(name: string, asked = book): Text {
  try {
    asked.addressOf(name);
  } catch (error) {
    if (error instanceof AppError && error.code === 'unknown_contact' && error.exitCode === 2)
      return error.text;
  }
  throw new Error('this was not refused');
}

test('a name has an address', () => {
  expect(book.addressOf('哪吒')).toEqual(here);
  expect(book.names).toEqual(['金老板', '哪吒', 'yuanhao']);
});

test('an address has a name if only one contact has it', () => {
  expect(book.nameAt({ host: '127.0.0.1', port: 8082 })).toBe('yuanhao');
  expect(book.nameAt(here)).toBeUndefined();
  expect(book.nameAt({ ...there, host: '127.0.0.2' })).toBeUndefined();
});

describe('an unknown name', () => {
  test('is refused with a similar name', () => {
    const { zh, en } = refusalOf('yuanhoa');
    expect(en).toBe(
      'The address book, [chat] book in settings.ini, has no yuanhoa. Did you mean yuanhao? Correct the name.',
    );
    expect(zh).toBe('settings.ini 的 [chat] book 里没有 yuanhoa，是不是 yuanhao？请改正。');
  });

  test('is refused with the list of names', () => {
    expect(refusalOf('\x1b[2J').en).toMatch(/has no \ufffd\[2J\. Choose from 金老板, 哪吒, yuanhao\.$/);
  });

  test('is refused with the remedy when the book is empty', () => {
    expect(refusalOf('egon', new AddressBook(new Map())).en).toMatch(/has no egon\. Add a line there\.$/);
  });
});
