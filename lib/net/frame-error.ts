/** Why bytes are no frame. */
export type FrameFault =
  | 'header_length'
  | 'header_text'
  | 'header_json'
  | 'header_object'
  | 'body_size'
  | 'truncated';

/** What arrived is not a frame; nothing after it can be understood. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly fault: FrameFault;

  constructor(fault: FrameFault, detail: string) {
    super(`not a frame (${fault}): ${detail}`);
    this.fault = fault;
  }
}
