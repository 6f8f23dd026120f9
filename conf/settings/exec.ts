import { program } from '#lib/exec/setting-kind.ts';
import { entries } from '#lib/settings/entries.ts';
import { wholeNumber, yesOrNo } from '#lib/settings/kind.ts';
import { type Notes, setting } from '#lib/settings/table.ts';
import { dayInSeconds, mebibytes, seconds } from './units.ts';

const allowNotes: Notes = {
  zh: [
    '每行要缩进。参数之间用空白分隔，"双引号" 内的空白不分隔；程序不经过 shell，$、~、* 没有特殊含义。例如：',
    '    allow =',
    '        uptime = /usr/bin/uptime --',
    '        list = /bin/ls -l "/srv/my files" --',
    '注意：客户端给出的任何参数都会接在后面。只列出不论带什么参数都无害的程序；',
    '末尾的 -- 使客户端不能再给选项。绝不要列出 shell、find、tar、git、ssh、sort 这类程序。',
    '环境变量和命令行选项的写法相同，每行一个，不用缩进；它们替换整个清单，不是追加',
  ],
  en: [
    'Indent each line. Blanks separate arguments; an argument with blanks stands in "double quotes". The server uses no',
    'shell: $, ~ and * have no special meaning.',
    'NOTE: the arguments of the client follow yours. List only programs that are harmless with any argument; a last --',
    'keeps the client from giving options. Never list a shell, find, tar, git, ssh, sort or a similar program.',
    'The variable and the flag have the same lines, without indent; they replace the whole list and do not add to it',
  ],
};

export const exec = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否允许客户端运行程序',
    en: 'whether clients can run programs',
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
