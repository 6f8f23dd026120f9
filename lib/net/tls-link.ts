import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, TLSSocket } from 'node:tls';

/**
 * TLS whose two sides prove to each other that they know the key, without certificates (PSK, RFC 8446 section 2.2).
 * Node checks a PSK's digest against the cipher's: only the SHA-256 ones agree with it. The (EC)DHE exchange is part
 * of TLS 1.3, so that a key that is lost later opens nothing that was recorded before.
 */
const options = {
  minVersion: 'TLSv1.3',
  maxVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256',
} as const;

/** Names the key in the handshake. The server has one key only, and does not look at it. */
const identity = 'shared-key';

/** The server's side. @returns a stream that is usable after its event `secure`; `error` when the key is another. */
export function acceptTls(socket: Socket, key: Buffer): TLSSocket {
  return new TLSSocket(socket, {
    ...options,
    isServer: true,
    requestCert: false,
    // Node takes it from a server's options only.
    pskCallback: () => key,
  } as ConstructorParameters<typeof TLSSocket>[1]);
}

/** Whether the other side proved that it knows the key, and did not show a certificate of its own instead. */
export const isByKey = (stream: TLSSocket): boolean => Object.keys(stream.getPeerCertificate()).length === 0;

/** The client's side. @returns a stream that is usable after its event `secureConnect`. */
export function connectTls(socket: Socket, key: Buffer): TLSSocket {
  const parts: ConnectionOptions = {
    ...options,
    socket,
    // There is no certificate to check: the key is the proof.
    checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk: key, identity }),
  };
  return connect(parts);
}
