import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, TLSSocket } from 'node:tls';

/**
 * TLS 1.3 with a pre-shared key (PSK, RFC 8446 section 2.2): both sides prove the key, without certificates. A PSK of
 * Node works with the SHA-256 cipher suites only. TLS 1.3 adds an (EC)DHE exchange, so that a stolen key does not
 * decrypt recorded connections.
 */
const options = {
  minVersion: 'TLSv1.3',
  maxVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256',
} as const;

/** The PSK identity in the handshake. The server has one key only and ignores it. */
const identity = 'shared-key';

/** The server's side. @returns a stream, usable after its event `secure`; it emits `error` if the keys differ. */
export function acceptTls(socket: Socket, key: Buffer): TLSSocket {
  return new TLSSocket(socket, {
    ...options,
    isServer: true,
    requestCert: false,
    // The types of TLSSocket lack pskCallback; its constructor accepts it.
    pskCallback: () => key,
  } as ConstructorParameters<typeof TLSSocket>[1]);
}

/** Whether the server has proved the key, and did not send a certificate instead. */
export const isByKey = (stream: TLSSocket): boolean => Object.keys(stream.getPeerCertificate()).length === 0;

/** The client's side. @returns a stream, usable after its event `secureConnect`. */
export function connectTls(socket: Socket, key: Buffer): TLSSocket {
  const parts: ConnectionOptions = {
    ...options,
    socket,
    // A PSK handshake has no certificate to check.
    checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk: key, identity }),
  };
  return connect(parts);
}
