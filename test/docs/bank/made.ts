import { menuPrompt, type Scene } from '#test/docs/scene.ts';

/** A transfer. */
export const scene: Scene = {
  position: 30,
  steps: [
    [menuPrompt, { zh: '转账', en: 'Transfer' }],
    [{ zh: '? 转给谁', en: '? Transfer to' }, 'alex'],
    [{ zh: '? 金额', en: '? Amount' }, '12.50'],
    [{ zh: '? 从', en: '? Send' }, 'y'],
  ],
};
