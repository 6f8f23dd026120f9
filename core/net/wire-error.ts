/** A header without a field that it needs, or with a wrong value in it. A server answers it with `bad_request`. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly field: string;

  constructor(field: string) {
    super(`bad field: ${field}`);
    this.field = field;
  }
}
