import { execFileSync } from 'node:child_process';

/**
 * The threads of the processes at a terminal, and the system calls in which they wait: whether a program still waits for
 * input, or hangs in its exit. @returns '' where `ps` does not know these options.
 */
export function processesAt(terminal: string): string {
  try {
    const columns = 'pid,tid,stat,wchan:24,args';
    const options = ['-L', '-ww', '-o', columns, '-t', terminal.replace('/dev/', '')];
    return execFileSync('ps', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
