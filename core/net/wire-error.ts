/** A field of a header or body is missing or invalid. A server answers with `bad_request`. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly field: string;

  constructor(field: string) {
    super(`bad field: ${field}`);
    this.field = field;
  }
}
