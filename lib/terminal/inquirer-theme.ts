import { style } from './style.ts';
import type { TerminalWords } from './terminal.ts';
import { pointer, promptTheme } from './theme.ts';

/** Replaces all styles of inquirer: its own styles depend on the stdout of the process, which may not be this terminal. */
export function inquirerTheme(colours: boolean, words: TerminalWords) {
  const { bold, cyan, dim, red, yellow } = style(colours);
  const { prefix, message } = promptTheme(colours);
  return {
    prefix,
    spinner: { interval: 80, frames: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'].map(yellow) },
    icon: { cursor: pointer },
    indexMode: 'number' as const,
    keybindings: [],
    keywords: { yes: words.yes, no: words.no, error: () => words.yesOrNo },
    style: {
      message,
      answer: cyan,
      // The search prompt of inquirer has this sentence built in.
      error: (text: string) => red(`> ${text === 'No results found' ? words.noMatch : text}`),
      defaultAnswer: (text: string) => dim(`(${text})`),
      confirmDefault: (text: string) => text,
      help: dim,
      highlight: cyan,
      key: (text: string) => cyan(bold(`<${text}>`)),
      disabled: dim,
      description: cyan,
      searchTerm: cyan,
      // The prompt itself draws them.
      keysHelpTip: () => '',
    },
  };
}
