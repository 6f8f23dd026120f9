import { describe, expect, test } from 'vitest';
import { writeLogCallSites } from '#build/log-call-sites.js';

describe('the build writes file and line into a log call', () => {
  const written: [string, string][] = [
    ["logger.info('x')", `logger.at("auth.ts:1").info('x')`],
    ["this.logger.warning('x')", `this.logger.at("auth.ts:1").warning('x')`],
    ["context.logger.error('x')", `context.logger.at("auth.ts:1").error('x')`],
    ["if (late) logger.critical('x');", `if (late) logger.at("auth.ts:1").critical('x');`],
    ["a();\n\n  logger.debug('x');", `a();\n\n  logger.at("auth.ts:3").debug('x');`],
    ["/* two\nlines */ logger.info('x')", `/* two\nlines */ logger.at("auth.ts:2").info('x')`],
    ['const t = `two\nlines`;\nlogger.info(t)', 'const t = `two\nlines`;\nlogger.at("auth.ts:3").info(t)'],
    [
      "logger.info('a'); logger.info('b')",
      `logger.at("auth.ts:1").info('a'); logger.at("auth.ts:1").info('b')`,
    ],
    ["const glob = `**/*`;\nlogger.info('x')", `const glob = \`**/*\`;\nlogger.at("auth.ts:2").info('x')`],
    [
      "const re = /[`'\"]\\/*/;\nlogger.info('x')",
      `const re = /[\`'"]\\/*/;\nlogger.at("auth.ts:2").info('x')`,
    ],
    ["const half = a / 2; logger.info('x / y')", `const half = a / 2; logger.at("auth.ts:1").info('x / y')`],
    [
      `const a = b ? \`\${c ? \`d\` : ''}\` : 1; logger.info(a)`,
      `const a = b ? \`\${c ? \`d\` : ''}\` : 1; logger.at("auth.ts:1").info(a)`,
    ],
    ["const s = 'don\\'t'; logger.info(s)", `const s = 'don\\'t'; logger.at("auth.ts:1").info(s)`],
  ];
  test.each(written)('%j', (source, expected) => {
    expect(writeLogCallSites(source, '/app/core/auth.ts')).toBe(expected);
  });
});

describe('the build does not change', () => {
  test.each([
    "// logger.info('x')",
    "/* logger.info('x') */",
    `const help = "logger.info('x')";`,
    'const help = `write logger.info(message)`;',
    'const re = /logger.info(/;',
    "logger.at('here').info('x')",
    "logger.child('x')",
    'logger.information()',
    "blogger.info('x')",
    'const { info } = logger;',
  ])('%s', (source) => {
    expect(writeLogCallSites(source, '/app/core/auth.ts')).toBe(source);
  });
});
