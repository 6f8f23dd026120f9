import { clean } from '#lib/text/clean.ts';
import { shorten } from '#lib/text/shorten.ts';
import type { Language, Text } from '#lib/text/text.ts';

/**
 * The exit code of a refused command: 2 wrong usage or configuration; 3 not signed in, wrong credentials or locked;
 * 4 refused by a rule; 5 no connection, or a lost one; 1 a bug at the other end of a connection.
 */
export type RefusalExitCode = 1 | 2 | 3 | 4 | 5;

/** An error that a user can cause. The menu shows it and goes on. The launcher shows it and exits with `exitCode`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly exitCode: RefusalExitCode;
  readonly text: Text;

  constructor(code: string, exitCode: RefusalExitCode, text: Text) {
    super(text.en);
    this.code = code;
    this.exitCode = exitCode;
    this.text = text;
  }

  /** The object that --json prints. */
  json(language: Language) {
    return { error: { code: this.code, message: this.text[language] } };
  }
}

type Detail = string | number | Text | readonly Detail[];
type Details = Readonly<Record<string, Detail>>;
interface Definition<D> {
  readonly exitCode: RefusalExitCode;
  /** One sentence that ends with the remedy. */
  readonly text: (details: D) => Text;
}
type Makers<T> = {
  readonly [Code in keyof T]: T[Code] extends Definition<infer D> ? Maker<D> & T[Code] : never;
};
type Maker<D> = unknown extends D ? () => AppError : (details: D) => AppError;

/** Turns a table (code -> exit code and sentence) into functions that make errors: `throw errors.locked({ seconds })`. */
export function defineErrors<const T extends Readonly<Record<string, Definition<never>>>>(
  table: T,
): Makers<T> {
  const makers = Object.entries(table).map(([code, definition]) => {
    const { exitCode, text } = definition as unknown as Definition<Details>;
    const make = (details: Details = {}) => new AppError(code, exitCode, text(cleaned(details)));
    // The pages about errors list both properties.
    return [code, Object.assign(make, { exitCode, text })];
  });
  return Object.fromEntries(makers) as Makers<T>;
}

// Details may contain text that a user typed. Escape sequences in it must not reach the screen.
const cleaned = (details: Details): Details =>
  Object.fromEntries(Object.entries(details).map(([key, detail]) => [key, cleanedDetail(detail)]));

/** Limits each detail, in characters: a command line may be 100,000 characters long. */
const shownCharsMax = 200;

function cleanedDetail(detail: Detail): Detail {
  if (typeof detail === 'number') return detail;
  if (typeof detail === 'string') return clean(shorten(detail, shownCharsMax));
  return 'zh' in detail ? { zh: clean(detail.zh), en: clean(detail.en) } : detail.map(cleanedDetail);
}

/** The errors of the skeleton. Each part defines its own table. */
export const errors = defineErrors({
  usage: {
    exitCode: 2,
    text: ({ problems }: { problems: readonly string[] }) => ({
      zh: `${problems.join('；')}。用法见 --help。`,
      en: `${problems.join('; ')}. See --help.`,
    }),
  },
  configuration: {
    exitCode: 2,
    text: ({ problems }: { problems: readonly Text[] }) => ({
      zh: ['配置有误，请改正后重试：', ...problems.map(({ zh }) => zh)].join('\n'),
      en: ['The configuration needs correcting:', ...problems.map(({ en }) => en)].join('\n'),
    }),
  },
  database: {
    exitCode: 2,
    text: ({ problem }: { problem: Text }) => problem,
  },
  missing_answers: {
    exitCode: 2,
    text: ({ missing }: { missing: readonly string[] }) => ({
      zh: `缺少：${missing.join('、')}。请在命令行给出。`,
      en: `Missing: ${missing.join(', ')}. Give them on the command line.`,
    }),
  },
  bad_answer: {
    exitCode: 2,
    text: ({ question, choices }: { question: string; choices: readonly string[] }) => ({
      zh: `${question} 只能是 ${choices.join('、')}，请选一个。`,
      en: `${question} can only be ${choices.join(', ')}. Choose one.`,
    }),
  },
  wrong_credentials: {
    exitCode: 3,
    text: () => ({ zh: '用户名或密码不对，请重试。', en: 'The name or the password is wrong. Try again.' }),
  },
  locked: {
    exitCode: 3,
    text: ({ seconds }: { seconds: number }) => ({
      zh: `密码错误次数过多，该用户名已锁定，请 ${seconds} 秒后再试。`,
      en: `Too many wrong passwords: this name is locked. Try again in ${seconds} s.`,
    }),
  },
  crowded: {
    exitCode: 3,
    text: () => ({
      zh: '同时登录的人太多，请稍后再试。',
      en: 'Too many sign-ins at once. Try again in a moment.',
    }),
  },
  not_signed_in: {
    exitCode: 3,
    text: () => ({ zh: '尚未登录，请先登录。', en: 'No user is signed in. Sign in first.' }),
  },
  session_ended: {
    exitCode: 3,
    text: () => ({ zh: '会话已到期，请重新登录。', en: 'The session has ended. Sign in again.' }),
  },
  name_taken: {
    exitCode: 4,
    text: ({ name }: { name: string }) => ({
      zh: `用户名 ${name} 已被占用，请换一个。`,
      en: `The name ${name} is taken. Choose another.`,
    }),
  },
  local_only: {
    exitCode: 4,
    text: ({ command }: { command: string }) => ({
      zh: `${command} 只能在服务器那台机器上运行，请在那里用 node bin/start.js ${command}。`,
      en: `${command} can only be run on the server's own machine. Run it there: node bin/start.js ${command}.`,
    }),
  },
  not_confirmed: {
    exitCode: 2,
    text: ({ flag }: { flag: string }) => ({
      zh: `需要确认：请加上 ${flag}。`,
      en: `This needs to be confirmed: add ${flag}.`,
    }),
  },
  cancelled: {
    exitCode: 2,
    text: () => ({
      zh: '已取消，什么也没有做。需要时请重新运行。',
      en: 'Cancelled: nothing was done. Run the command again if you need it.',
    }),
  },
  output_lost: {
    exitCode: 4,
    text: ({ reason }: { reason: Text }) => ({
      zh: `标准输出写不进去（${reason.zh}），输出不完整；要做的可能已经做了，重试前请先核对。`,
      en: `Standard output could not be written (${reason.en}), and the output is incomplete. The work may be done: check it before you try again.`,
    }),
  },
  database_in_use: {
    exitCode: 4,
    text: () => ({
      zh: '另有程序正在使用数据库，请先退出它们再重置。',
      en: 'Another program has the database open. Close it, then reset.',
    }),
  },
});
