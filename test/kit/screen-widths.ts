import type { Terminal } from '@xterm/headless';
import stringWidth from 'string-width';

const zeroWidthJoiner = 0x200d;
const emojiPresentation = 0xfe0f;
/** A state that the terminal keeps between characters: the last one was a joiner. */
const joining = 1;

/**
 * Gives the headless terminal the widths of today's terminals: its own are of Unicode 6, where an emoji takes one
 * column. A character after a joiner belongs to the one before; an emoji selector makes its character two columns wide.
 */
export function modernWidths(terminal: Terminal): void {
  const wcwidth = (code: number): 0 | 1 | 2 => {
    const width = code < 0x80 ? 1 : stringWidth(String.fromCodePoint(code));
    return width > 1 ? 2 : width === 1 ? 1 : 0;
  };
  terminal.unicode.register({
    version: 'modern',
    wcwidth,
    // Packed as xterm does: the state, two bits of width, and whether the character joins the one before.
    charProperties(code, preceding) {
      const before = (preceding >> 1) & 3;
      const joins = preceding !== 0 && before !== 0 && (wcwidth(code) === 0 || preceding >> 3 === joining);
      const width = !joins ? wcwidth(code) : code === emojiPresentation ? 2 : before;
      return ((code === zeroWidthJoiner ? joining : 0) << 3) | (width << 1) | (joins ? 1 : 0);
    },
  });
  terminal.unicode.activeVersion = 'modern';
}
