/** Transfers over a thousand consoles at once: the time of one of them, from its confirmation to its commit. */
import type { Report } from '../../report.ts';
import { type Act, consoles, crowdRows, measureCrowd, receiver } from '../crowd.ts';

const transfer: Act = async (console) => {
  console.type('Transfer\r');
  await console.see('Transfer to');
  console.type(`${receiver}\r`);
  await console.see('Amount');
  console.type('0.01\r');
  await console.see('(y/N)');
  const startMs = performance.now();
  console.type('y\r');
  await console.see('balance');
  const tookMs = performance.now() - startMs;
  await console.see('Choose');
  return tookMs;
};

export async function bench(): Promise<Report> {
  const crowd = await measureCrowd(transfer, 'money = 1000\n');
  return {
    title: `${consoles.toLocaleString('en')} consoles that transfer`,
    rows: crowdRows('a transfer', crowd),
  };
}
