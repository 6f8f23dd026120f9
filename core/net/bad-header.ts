/** A header whose field is missing, or is not what the frame needs. A server answers it with `bad_request`. */
export class BadHeader extends Error {
  override readonly name = 'BadHeader';
  readonly field: string;

  constructor(field: string) {
    super(`bad header (${field})`);
    this.field = field;
  }
}
