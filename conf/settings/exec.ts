import { program } from '#lib/exec/setting-kind.ts';
import { entries } from '#lib/settings/entries.ts';
import { wholeNumber, yesOrNo } from '#lib/settings/kind.ts';
import { type Notes, setting } from '#lib/settings/table.ts';
import { dayInSeconds, mebibytes, seconds } from './units.ts';

const allowNotes: Notes = {
  zh: [
    '每行要缩进。空白分隔参数，"双引号" 内的空白不分隔；没有 shell，$、~、* 没有特殊含义。例如：',
    '    allow =',
    '        uptime = /usr/bin/uptime --',
    '        list = /bin/ls -l "/srv/my files" --',
    '注意：客户端给出的任何参数都会接在后面。只列出不论带什么参数都无害的程序；',
    '末尾的 -- 使客户端不能再给选项。绝不要列出 shell、find、tar、git、ssh、sort 这类程序。',
    '环境变量和命令行的写法相同，每行一个，不用缩进；它们替换整个清单，不是追加',
  ],
  en: [
    'Each line is indented. Blanks separate arguments, "double quotes" keep blanks together. There is no shell: $, ~ and *',
    'have no special meaning.',
    'NOTE: any arguments the client gives follow yours. List only programs that are harmless with any argument; a last --',
    'keeps the client from giving options. Never list a shell, find, tar, git, ssh, sort and the like.',
    'The variable and the flag are written in the same way, without indent; they replace the list and do not add to it',
  ],
};

export const exec = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否提供远程运行程序的服务',
    en: 'whether programs can be run',
  }),
  allow: setting(
    'allow',
    entries(program),
    '',
    {
      zh: '客户端可以运行的程序',
      en: 'programs that clients may run',
    },
    allowNotes,
  ),
  timeLimitSeconds: setting('time_limit', wholeNumber({ min: 1, max: dayInSeconds, unit: seconds }), '30', {
    zh: '一个程序最多运行多少秒',
    en: 'seconds a program may run',
  }),
  outputLimitMebibytes: setting('output_limit', wholeNumber({ min: 1, max: 16_384, unit: mebibytes }), '64', {
    zh: '一个程序最多输出多少 MiB',
    en: 'mebibytes a program may write',
  }),
};
