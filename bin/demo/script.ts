import type { Command } from '#core/command.ts';
import { demoUsers, type PartDemo, type Scene } from '#core/demo.ts';

const enter = '\r';
const whoami: Scene = { command: 'whoami', answers: [] };
const quit: Scene = { command: 'quit', answers: [] };

/** What the demo types, a line at a time: sign in, the scenes of the parts, whoami, quit. */
export function scriptOf(demos: readonly PartDemo[], entries: readonly Command[]): readonly string[] {
  const names = entries.map(({ name }) => name);
  const scenes = [...demos.flatMap(({ scenes }) => scenes), whoami, quit];
  const lines = scenes
    // The settings may have switched a command off.
    .filter(({ command }) => names.includes(command))
    .flatMap(({ command, answers }) => [`${names.indexOf(command) + 1}`, ...answers]);
  return [demoUsers.names[0], demoUsers.password, ...lines].map((line) => line + enter);
}

/** config.ini for the demo: users of its own, with what the parts read of them. */
export function usersFileOf(demos: readonly PartDemo[]): string {
  const keys = Object.assign({ password: demoUsers.password }, ...demos.map(({ userKeys }) => userKeys));
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${value}`);
  return demoUsers.names.map((name) => [`[${name}]`, ...lines, ''].join('\n')).join('\n');
}
