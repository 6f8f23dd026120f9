import { Writable } from 'node:stream';
import type { StreamName } from '../wire.ts';
import type { Output } from './frame-output.ts';

/** A piece of output. */
export interface Piece {
  readonly stream: StreamName;
  readonly bytes: Buffer;
}

/** Output that is kept until the command is done. The same pieces answer the same command again. */
export class KeptOutput implements Output {
  readonly stdout = this.#streamOf('stdout');
  readonly stderr = this.#streamOf('stderr');
  readonly pieces: Piece[] = [];

  #streamOf(stream: StreamName): Writable {
    return new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.pieces.push({ stream, bytes });
        done();
      },
    });
  }
}
