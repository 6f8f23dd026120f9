/** A thousand consoles at their menu: the memory of each, and the time of a command at one of them. */
import type { Report } from '../report.ts';
import { type Act, consoles, crowdRows, measureCrowd } from './crowd.ts';

/** From the first key of the entry to the result. */
const whoami: Act = async (console) => {
  const startMs = performance.now();
  console.type('Who am I\r');
  await console.see('over the network');
  const tookMs = performance.now() - startMs;
  await console.see('Choose');
  return tookMs;
};

export async function bench(): Promise<Report> {
  const crowd = await measureCrowd(whoami);
  const memory = `${Math.round(crowd.memoryBytes / 1024)} KiB`;
  return {
    title: `${consoles.toLocaleString('en')} consoles at their menu`,
    rows: [{ name: 'memory of the server per console', value: memory }, ...crowdRows('whoami', crowd)],
  };
}
