import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { openProgress } from '#lib/terminal/progress.ts';
import { root } from '#test/kit/root.ts';

const [hideCursor, showCursor, erase] = ['\x1b[?25l', '\x1b[?25h', '\x1b[J'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must have been written
const controls = (written: string) => written.match(/\x1b\[[?\d]*[a-zA-Z]/g) ?? [];

/** Standard error as it is on a screen of 40 columns. */
function screen() {
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 10 });
  let written = '';
  output.on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  return { output, written: () => written };
}

test('on a screen long work shows a bar, and nothing is left of it', async () => {
  const { output, written } = screen();
  const progress = openProgress({ output, colours: false });
  const result = await progress.busy('上传 upload', async (step) => {
    step(1, 4);
    await expect.poll(written).toContain(`${'█'.repeat(6)}${'░'.repeat(18)}  25% 上传 upl…\r`);
    step(4, 4);
    await expect.poll(written).toContain('100% 上传');
    return 'done';
  });
  expect(result).toBe('done');
  expect(controls(written())).toEqual([
    hideCursor,
    ...Array(controls(written()).length - 3).fill(erase),
    erase,
    showCursor,
  ]);
  const before = written();
  progress.close();
  expect(written()).toBe(before);
});

test('interrupted, the bar goes away and stays away', async () => {
  const { output, written } = screen();
  const progress = openProgress({ output, colours: false });
  let end = () => {};
  const work = progress.busy('upload', (step) => {
    step(1, 2);
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  await expect.poll(written).toContain(' 50% upload');
  progress.close();
  const before = written();
  expect(controls(before).slice(-2)).toEqual([erase, showCursor]);
  await new Promise((resolve) => setTimeout(resolve, 250));
  end();
  await work;
  expect(written()).toBe(before);
});

test('a lost screen does not stop the work, and its failure is passed on', async () => {
  const { output, written } = screen();
  const progress = openProgress({ output, colours: false });
  const work = progress.busy('upload', async () => {
    await expect.poll(written).toContain('upload');
    output.destroy(new Error('EIO'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    throw new Error('refused');
  });
  await expect(work).rejects.toThrow('refused');
  progress.close();
});

test('nothing is shown without a screen', async () => {
  const output = new PassThrough();
  const progress = openProgress({ output, colours: true });
  const result = await progress.busy('upload', async (step) => {
    step(1, 2);
    await new Promise((resolve) => setTimeout(resolve, 700));
    return 1;
  });
  expect(result).toBe(1);
  progress.close();
  expect(output.read()).toBe(null);
});

test('it does not load the prompts, which take longer than most transfers', async () => {
  const { metafile } = await build({
    entryPoints: [join(root, 'lib', 'terminal', 'progress.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((file) => /inquirer|readline/.test(file))).toEqual([]);
});
