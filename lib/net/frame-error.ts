/** The reason why the bytes are not a frame. */
export type FrameFault =
  | 'header_length'
  | 'header_text'
  | 'header_json'
  | 'header_object'
  | 'body_size'
  | 'truncated';

/** The received bytes are not a frame. The bytes after them cannot be decoded either. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly fault: FrameFault;

  constructor(fault: FrameFault, detail: string) {
    super(`not a frame (${fault}): ${detail}`);
    this.fault = fault;
  }
}
