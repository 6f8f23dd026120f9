import type { Command } from '#core/command.ts';
import { demoUsers, type PartDemo, type Scene } from '#core/demo.ts';

const enter = '\r';
const whoami: Scene = { command: 'whoami', answers: [] };
const quit: Scene = { command: 'quit', answers: [] };

/** The lines that the demo types: sign in, the scenes of the parts, whoami, quit. */
export function scriptOf(demos: readonly PartDemo[], entries: readonly Command[]): readonly string[] {
  const names = entries.map(({ name }) => name);
  const scenes = [...demos.flatMap(({ scenes }) => scenes), whoami, quit];
  const lines = scenes
    // The settings may have disabled a command.
    .filter(({ command }) => names.includes(command))
    .flatMap(({ command, answers }) => [`${names.indexOf(command) + 1}`, ...answers]);
  return [demoUsers.names[0], demoUsers.password, ...lines].map((line) => line + enter);
}

/** The text of config.ini for the demo: the demo's users with the keys that the parts need. */
export function usersFileOf(demos: readonly PartDemo[]): string {
  const keys = Object.assign({ password: demoUsers.password }, ...demos.map(({ userKeys }) => userKeys));
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${value}`);
  return demoUsers.names.map((name) => [`[${name}]`, ...lines, ''].join('\n')).join('\n');
}
