import { program } from '#lib/exec/setting-kind.ts';
import { entries } from '#lib/settings/entries.ts';
import { wholeNumber, yesOrNo } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';
import { dayInSeconds, mebibytes, seconds } from './units.ts';

export const exec = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否提供命令服务',
    en: 'whether commands are served',
  }),
  allow: setting('allow', entries(program), '', {
    zh: '客户端可以运行的命令，每行一个',
    en: 'commands that clients may run, a line each',
  }),
  timeLimitSeconds: setting('time_limit', wholeNumber({ min: 1, max: dayInSeconds, unit: seconds }), '30', {
    zh: '一个命令最多运行多少秒',
    en: 'seconds a command may run',
  }),
  outputLimitMebibytes: setting('output_limit', wholeNumber({ min: 1, max: 16_384, unit: mebibytes }), '64', {
    zh: '一个命令最多输出多少 MiB',
    en: 'mebibytes a command may write',
  }),
};
