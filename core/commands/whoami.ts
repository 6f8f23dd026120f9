import { auth } from '#core/auth.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { durationOf } from '#core/duration.ts';
import type { Language } from '#lib/text/text.ts';

interface Result {
  readonly user: string;
  readonly secondsLeft: number;
  readonly language: Language;
  readonly where: 'local' | 'remote';
}

/** The skeleton's example command. It needs a user, is as small as possible, and serves the skeleton's tests. */
export class Whoami extends Command<Record<never, never>, Result> {
  readonly name = 'whoami';
  readonly title = { zh: '我是谁', en: 'Who am I' };
  readonly summary = { zh: '查看当前用户和会话', en: 'show the user and the session' };
  override readonly position = 85;
  readonly questions = {};

  @auth
  override async run(context: Context): Promise<Result> {
    const { name } = context.session.requireLive();
    return {
      user: name,
      secondsLeft: Math.ceil(context.session.remainingMs() / 1000),
      language: context.language,
      where: context.where,
    };
  }

  override show(context: Context, { user, secondsLeft, where }: Result): void {
    const left = durationOf(secondsLeft * 1000);
    context.say({
      zh: `${user}，会话剩余 ${left.zh}，中文，${where === 'local' ? '本机' : '远程'}`,
      en: `${user}, session: ${left.en} left, English, ${where === 'local' ? 'on this machine' : 'over the network'}`,
    });
  }

  override json({ user, secondsLeft, language, where }: Result): Json {
    return { user, seconds_left: secondsLeft, language, where };
  }
}
