import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { answerChallenge, challengeClient, digestOf, isSameDigest, serverProofOf } from '#lib/net/proof.ts';
import { challengeBytes, hmac, RawPeer } from '#test/kit/net/raw-peer.ts';
import { socketPair } from '#test/kit/net/sockets.ts';
import { openTestServer, type TestServer, testKey } from '#test/kit/net/test-server.ts';
import { waiting } from '#test/kit/waiting.ts';

const echoed = Buffer.from('let in');

/** A server that sends `let in` to every proved client, and closes. */
const openProofServer = (parts: Parameters<typeof openTestServer>[0] = {}): Promise<TestServer> =>
  openTestServer({
    ...parts,
    listener: {
      serve: async ({ stream }) => {
        stream.write(echoed);
        await new Promise((resolve) => stream.end(resolve));
      },
      ...parts.listener,
    },
  });

/** @returns the bytes after the challenge, when the connection is closed. */
async function afterChallenge(peer: RawPeer): Promise<string> {
  await peer.untilEnd();
  return peer.received.subarray(challengeBytes).toString();
}

describe('digests', () => {
  it('are those of HMAC-SHA-256 (RFC 4231, test case 2)', () => {
    const digest = digestOf(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'));
    expect(digest.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('are compared whole', () => {
    const digest = randomBytes(32);
    expect(isSameDigest(Buffer.from(digest), digest)).toBe(true);
    for (let at = 0; at < 32; at++) {
      const other = Buffer.from(digest);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(isSameDigest(other, digest)).toBe(false);
    }
    expect(isSameDigest(digest.subarray(0, 31), digest)).toBe(false);
    expect(isSameDigest(Buffer.alloc(0), digest)).toBe(false);
  });

  it("of the server differ from the client's", () => {
    const message = randomBytes(32);
    expect(serverProofOf(testKey, message)).not.toEqual(digestOf(testKey, message));
    expect(serverProofOf(testKey, message)).toEqual(
      createHmac('sha256', testKey)
        .update(Buffer.concat([Buffer.from('server proof\0'), message]))
        .digest(),
    );
  });
});

describe('client and server', () => {
  it('agree on a key, and bytes sent right after it are kept', async () => {
    using pair = await socketPair();
    const { client, server } = pair;
    const verdict = challengeClient(server, testKey);
    expect(await answerChallenge(client, testKey)).toBe(true);
    client.end('first words');
    expect(await verdict).toBe('right');
    expect(await new RawPeer(server.resume()).untilBytes(11)).toEqual(Buffer.from('first words'));
  });

  it.each([1, 5, 31])(
    'agree when the digest comes in pieces of %i bytes, with more in the last',
    async (size) => {
      using pair = await socketPair();
      const { client, server } = pair;
      const verdict = challengeClient(server, testKey);
      const peer = new RawPeer(client);
      const digest = hmac(testKey, await peer.untilBytes(challengeBytes));
      const bytes = Buffer.concat([digest, Buffer.from('first words')]);
      for (let at = 0; at < bytes.length; at += size) peer.write(bytes.subarray(at, at + size));
      expect(await verdict).toBe('right');
      expect(await new RawPeer(server.resume()).untilBytes(11)).toEqual(Buffer.from('first words'));
    },
  );

  it('do not agree when one ends in the middle of its digest', async () => {
    using pair = await socketPair();
    const { client, server } = pair;
    server.end('half a challenge');
    client.end('half a digest');
    expect(await challengeClient(server, testKey)).toBe('none');
    expect(await answerChallenge(client, testKey)).toBe(false);
  });

  it('do not agree when one is gone', async () => {
    using pair = await socketPair();
    const { client, server } = pair;
    server.destroy();
    expect(await challengeClient(server, testKey)).toBe('none');
    expect(await answerChallenge(client, testKey)).toBe(false);
  });
});

describe('a server', () => {
  it('accepts the right digest', async () => {
    await using server = await openProofServer();
    expect(await afterChallenge(await server.openProved())).toBe('let in');
  });

  it('refuses over 1,000 wrong digests', async () => {
    await using server = await openProofServer({ listener: { proofTimeoutMs: 150 } });
    const accepted: string[] = [];
    const recorded = hmac(testKey, (await (await server.openPeer()).untilBytes(32)).subarray(0, 32));
    const tries: Record<string, (challenge: Buffer, n: number) => Buffer> = {
      'a recorded digest': () => recorded,
      'the challenge mirrored': (challenge) => challenge,
      'another key': (challenge, n) => hmac(Buffer.alloc(32, n), challenge),
      'the key and a byte': (challenge) => hmac(Buffer.concat([testKey, Buffer.of(1)]), challenge),
      'the key less a byte': (challenge) => hmac(testKey.subarray(1), challenge),
      'no key': (challenge) => hmac(Buffer.alloc(0), challenge),
      'a bit flipped': (challenge, n) => flipped(hmac(testKey, challenge), n),
      'a challenge with a bit flipped': (challenge, n) => hmac(testKey, flipped(challenge, n)),
      'the server side proof': (challenge) => serverProofOf(testKey, challenge),
      'md5, as Python of old': (challenge) =>
        Buffer.concat([createHmac('md5', testKey).update(challenge).digest(), Buffer.alloc(16)]),
      noise: () => randomBytes(32),
      'too short, then the end': (challenge, n) => hmac(testKey, challenge).subarray(0, n % 32),
      'too short, then silence': (challenge, n) => hmac(testKey, challenge).subarray(0, n % 32),
      'a byte before it': (challenge) => Buffer.concat([Buffer.of(0), hmac(testKey, challenge)]),
      'twice the wrong one': () => Buffer.alloc(64),
    };
    let count = 0;
    for (const [how, answer] of Object.entries(tries)) {
      const outcomes = Array.from({ length: 70 }, async (_, n) => {
        const peer = await server.openPeer();
        const challenge = (await peer.untilBytes(challengeBytes)).subarray(0, challengeBytes);
        // Never the key of the server itself.
        if (how === 'another key' && n === 7) return '';
        peer.write(answer(challenge, n));
        if (how.endsWith('the end')) peer.stream.end();
        return afterChallenge(peer);
      });
      const got = await Promise.all(outcomes);
      count += got.length;
      if (got.some((text) => text !== '')) accepted.push(how);
    }
    expect(accepted).toEqual([]);
    expect(count).toBeGreaterThan(1_000);
    await vi.waitFor(() => expect(server.limiter.connections).toBe(0), waiting);
  });

  it('refuses the right digest for the challenge of another connection', async () => {
    await using server = await openProofServer();
    const [first, second] = await Promise.all([server.openPeer(), server.openPeer()]);
    const [one, other] = await Promise.all([first.untilBytes(32), second.untilBytes(32)]);
    // Each connection sends the right answer to the other's challenge.
    first.write(hmac(testKey, other));
    second.write(hmac(testKey, one));
    expect(await Promise.all([afterChallenge(first), afterChallenge(second)])).toEqual(['', '']);
  });

  it('refuses a digest that is sent again', async () => {
    await using server = await openProofServer();
    const good = await server.openPeer();
    const digest = hmac(testKey, await good.untilBytes(32));
    expect(await afterChallenge(good.write(digest))).toBe('let in');
    for (let n = 0; n < 20; n++) {
      const replay = await server.openPeer();
      expect(await afterChallenge(replay.write(digest))).toBe('');
    }
    expect(server.refused).toEqual(Array(20).fill('wrong proof'));
  });

  it('never sends the same challenge twice', async () => {
    await using server = await openProofServer();
    const challenges = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const peer = await server.openPeer();
        const challenge = await peer.untilBytes(32);
        peer.stream.destroy();
        return challenge.toString('hex');
      }),
    );
    expect(new Set(challenges).size).toBe(300);
  });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const other = Buffer.from(bytes);
  const at = (bit >> 3) % other.length;
  other[at] = (other[at] ?? 0) ^ (1 << (bit & 7));
  return other;
}
