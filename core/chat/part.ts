import type { PartDefinition } from '#core/part.ts';
import { Chat, type ChatOptions } from './commands/chat.ts';

export interface ChatSettings {
  readonly chat: ChatOptions & { readonly enabled: boolean };
}

export const chat: PartDefinition<ChatSettings> = {
  name: 'chat',
  open: ({ settings }) => ({ commands: settings.chat.enabled ? [new Chat(settings.chat)] : [] }),
};
