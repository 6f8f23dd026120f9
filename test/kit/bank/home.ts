import { type ConfFile, Home } from '#test/kit/home.ts';
import { usersFile } from '#test/kit/users.ts';

/** A home whose users have money: egon ten million, alex ten billion, yuanhao ten yuan. */
export const bankHome = (files: Readonly<Partial<Record<ConfFile, string>>> = {}): Home =>
  new Home({
    'config.ini': usersFile({
      egon: { money: '10000000' },
      alex: { money: '10000000000' },
      yuanhao: { money: '10' },
    }),
    ...files,
  });
