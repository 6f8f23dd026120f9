/** What a peer is given before it is cut off. All are absolute: dripping bytes does not put them off. */
export interface FrameDeadlines {
  /** For a header, from its first byte to its last. */
  readonly headerMs: number;
  /** How often a body that is being waited for is looked at ... */
  readonly bodyTickMs: number;
  /** ... and how much of it must have come meanwhile. */
  readonly bodyTickBytes: number;
  /** For making room for what is being sent. */
  readonly drainMs: number;
}

export const frameDeadlines: FrameDeadlines = {
  headerMs: 5_000,
  bodyTickMs: 4_000,
  bodyTickBytes: 4 * 1024,
  // A person who reads in `less` stops now and then.
  drainMs: 120_000,
};
