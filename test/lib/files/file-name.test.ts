import { describe, expect, it } from 'vitest';
import { checkFileName, composeFileName } from '#lib/files/file-name.ts';
import { ownerFolderName, sharedFolderName } from '#lib/files/owner-folder-name.ts';

describe('checkFileName', () => {
  it.each([
    ['a.txt', 'ok'],
    ['报告 2026.pdf', 'ok'],
    ['.bashrc', 'ok'],
    ['...a', 'ok'],
    ['connect.txt', 'ok'],
    ['com10', 'ok'],
    ["it's (1) [copy] {x} ~%$&#@!+=,;.txt", 'ok'],
    ['👩‍💻.png', 'ok'],
    ['é'.normalize('NFD'), 'ok'],
    ['a'.repeat(255), 'ok'],
    ['', 'empty'],
    ['.', 'dots'],
    ['..', 'dots'],
    ['a/b', 'forbidden_character'],
    ['/etc/passwd', 'forbidden_character'],
    ['..\\x', 'forbidden_character'],
    ['C:x', 'forbidden_character'],
    ['a:stream', 'forbidden_character'],
    ['a?', 'forbidden_character'],
    ['a\0b', 'forbidden_character'],
    ['a\nb', 'forbidden_character'],
    ['a\x1b[2J', 'forbidden_character'],
    ['a\u202egpj.exe', 'forbidden_character'],
    ['a\u200bb', 'forbidden_character'],
    ['\ud800', 'forbidden_character'],
    [' a', 'outer_blank'],
    ['a ', 'outer_blank'],
    ['a.', 'outer_blank'],
    ['...', 'outer_blank'],
    ['\u3000a', 'outer_blank'],
    ['CON', 'device_name'],
    ['con.txt', 'device_name'],
    ['con .txt', 'device_name'],
    ['Nul.tar.gz', 'device_name'],
    ['COM1', 'device_name'],
    ['lpt\u00b2.x', 'device_name'],
    ['CONIN$', 'device_name'],
    ['a'.repeat(256), 'too_long'],
    ['文'.repeat(86), 'too_long'],
    ['a'.repeat(1_000_000), 'too_long'],
  ] as const)('%j: %s', (name, verdict) => {
    expect(checkFileName(name)).toBe(verdict);
  });

  it('treats two spellings as one name', () => {
    expect(composeFileName('é'.normalize('NFD'))).toBe('é');
  });
});

describe('ownerFolderName', () => {
  const owners = [
    'egon',
    'Egon',
    'EGON',
    '元昊',
    '..',
    '.',
    '/',
    '\\',
    'a/b',
    'a%2fb',
    'shared',
    'user-egon',
    '%',
    ' ',
    'con',
  ];
  const long = ['文'.repeat(64), `${'文'.repeat(63)}字`, 'É'.repeat(64), 'A'.repeat(64), '👩'.repeat(64)];

  it('gives every owner a folder of its own, also where case does not count', () => {
    const folders = [...owners, ...long].map((owner) => ownerFolderName(owner).toLowerCase());
    expect(new Set(folders).size).toBe(folders.length);
    expect(folders).not.toContain(sharedFolderName);
  });

  it('makes names that every file system accepts', () => {
    for (const owner of [...owners, ...long]) expect(checkFileName(ownerFolderName(owner))).toBe('ok');
  });

  it('keeps readable names readable', () => {
    expect(ownerFolderName('egon')).toBe('user-egon');
    expect(ownerFolderName('元昊')).toBe('user-元昊');
    expect(ownerFolderName('A/b')).toBe('user-%41%2fb');
  });
});
