/** The time limits of a peer, in milliseconds. Single bytes do not extend them. */
export interface FrameDeadlines {
  /** The maximum time from the first byte of a header to its last. */
  readonly headerMs: number;
  /** The interval in which the progress of an awaited body is checked. */
  readonly bodyTickMs: number;
  /** The minimum of bytes that must arrive within `bodyTickMs`. */
  readonly bodyTickBytes: number;
  /** The maximum time for the peer to make room in a full send buffer. */
  readonly drainMs: number;
}

export const frameDeadlines: FrameDeadlines = {
  headerMs: 5_000,
  bodyTickMs: 4_000,
  bodyTickBytes: 4 * 1024,
  // Long enough for a user who reads the output in a pager.
  drainMs: 120_000,
};
