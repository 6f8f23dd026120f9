/** Replaces @inquirer/editor in the bundle. */
export default () => {
  throw new Error('the prompt `editor` is left out of the bundle: see build/bundle.js');
};
