import { Command, type Json } from '#core/command.ts';
import { ExitRequested } from '#lib/terminal/terminal.ts';

export class Quit extends Command<Record<never, never>, never> {
  readonly name = 'quit';
  readonly title = { zh: '退出', en: 'Quit' };
  readonly summary = { zh: '退出程序', en: 'leave the app' };
  override readonly position = 96;
  override readonly form = 'menu';
  readonly questions = {};

  override async run(): Promise<never> {
    throw new ExitRequested('end');
  }

  override show(): void {}

  override json(): Json {
    return {};
  }
}
