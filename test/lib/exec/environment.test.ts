import { expect, test } from 'vitest';
import { minimalEnvironment } from '#lib/exec/environment.ts';

test('passes on where programs are, language and time zone', () => {
  const env = {
    PATH: '/opt/bin',
    LANG: 'zh_CN.UTF-8',
    LC_ALL: 'C',
    LC_CTYPE: 'C.UTF-8',
    TZ: 'Asia/Shanghai',
  };
  expect(minimalEnvironment(env)).toEqual({ ...env, HOME: '/' });
});

test('passes on nothing else', () => {
  const env = {
    PATH: '/bin',
    APP_SECRET_KEY: 'k',
    LD_PRELOAD: 'x.so',
    NODE_OPTIONS: '--inspect',
    HOME: '/root',
  };
  expect(minimalEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/' });
});

test('sets a default PATH where there is none', () => {
  expect(minimalEnvironment({})).toEqual({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/' });
});
