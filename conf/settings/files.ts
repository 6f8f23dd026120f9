import { folderOrNothing, wholeNumber, yesOrNo } from '#lib/settings/kind.ts';
import { setting } from '#lib/settings/table.ts';
import { mebibytes } from './units.ts';

export const files = {
  enabled: setting('enabled', yesOrNo, 'yes', {
    zh: '是否启用文件服务',
    en: 'whether the file service is enabled',
  }),
  folder: setting('folder', folderOrNothing, '', {
    zh: '文件放在哪个文件夹，留空为 db/files',
    en: 'folder of the files; empty for db/files',
  }),
  quotaMebibytes: setting('quota', wholeNumber({ min: 1, max: 1_048_576, unit: mebibytes }), '2048', {
    zh: '每个用户的文件总共最多多少 MiB',
    en: 'mebibytes that the files of one user may take',
  }),
  totalQuotaMebibytes: setting(
    'total_quota',
    wholeNumber({ min: 1, max: 1_048_576, unit: mebibytes }),
    '10240',
    {
      zh: '所有用户和共用文件夹的文件总共最多多少 MiB',
      en: 'mebibytes that the files of all users and the shared ones may take together',
    },
  ),
  shared: setting(
    'shared',
    yesOrNo,
    'yes',
    {
      zh: '未登录的客户端是否共用一个文件夹',
      en: 'whether clients that have not signed in share one folder',
    },
    {
      zh: ['no 表示登录后才能使用文件'],
      en: ['With no, only signed-in users can use files'],
    },
  ),
};
