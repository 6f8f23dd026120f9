import type { Flag } from '#core/cli/arguments.ts';
import { completionEntries, completionScript, type Shell, shells } from '#core/cli/completion.ts';
import { Command, type Json } from '#core/command.ts';
import type { Context } from '#core/context.ts';
import { errors } from '#core/errors.ts';
import { type Answers, question } from '#core/question.ts';

const questions = {
  shell: question.choice<Shell>({
    label: { zh: '哪种 shell', en: 'which shell' },
    choices: () => shells.map((shell) => ({ value: shell, name: shell })),
    parse(raw) {
      const shell = shells.find((one) => one === raw);
      if (shell === undefined) throw errors.bad_answer({ question: '--shell', choices: shells });
      return shell;
    },
  }),
};

export class Completion extends Command<typeof questions, string> {
  readonly name = 'completion';
  readonly title = { zh: '命令补全', en: 'Completion' };
  readonly summary = { zh: '输出 shell 补全脚本', en: 'print a completion script for the shell' };
  override readonly position = 100;
  override readonly access = 'public';
  override readonly reach = 'local';
  override readonly form = 'command';
  override readonly wordAnswers = 'shell';
  override readonly usesUsers = false;
  readonly questions = questions;
  readonly #commands: () => readonly Command[];
  readonly #settingFlags: readonly Flag[];

  /** @param commands returns all commands, this one included. */
  constructor(commands: () => readonly Command[], settingFlags: readonly Flag[]) {
    super();
    this.#commands = commands;
    this.#settingFlags = settingFlags;
  }

  override async run(context: Context, { shell }: Answers<typeof questions>): Promise<string> {
    return completionScript(shell, await completionEntries(context, this.#commands(), this.#settingFlags));
  }

  override show(context: Context, script: string): void {
    context.terminal.print(script);
  }

  override json(script: string): Json {
    return { script };
  }
}
