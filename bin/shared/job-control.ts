/** Job control of a shell: Ctrl-Z, `fg`, and the signals behind them. Windows has none of it. */

const signals = ['SIGTSTP', 'SIGCONT'] as const;

/**
 * Stops the process at Ctrl-Z, with its whole group, so that `npm start` stops with the app.
 * The system ignores the signal where no shell could continue the group (the first program of a container). So `resume`
 * is called by a timer, which fires right away then, and otherwise after the shell has continued the group.
 */
export function suspend(resume: () => void, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') {
    resume();
    return;
  }
  // Only without a listener does SIGTSTP stop this process, and the SIGCONT after it is no surprise.
  const listeners = signals.map((signal) => [signal, process.listeners(signal)] as const);
  for (const signal of signals) process.removeAllListeners(signal);
  process.kill(0, 'SIGTSTP');
  setTimeout(() => {
    for (const [signal, before] of listeners) for (const listener of before) process.on(signal, listener);
    // The system tells a change of the window's size only to the group in the foreground. This event lets Node read the
    // size again.
    process.emit('SIGWINCH', 'SIGWINCH');
    resume();
  }, 50);
}

/**
 * Listens while a terminal is in use: `stop` when another process asks this one to stop (SIGTSTP), `continued` when it
 * continues. @returns a function that ends the listening.
 */
export function onJobControl({ stop, continued }: { stop(): void; continued(): void }): () => void {
  process.on('SIGTSTP', stop).on('SIGCONT', continued);
  return () => void process.off('SIGTSTP', stop).off('SIGCONT', continued);
}
