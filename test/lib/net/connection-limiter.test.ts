import { aroundEach, describe, expect, it, vi } from 'vitest';
import { type Admission, ConnectionLimiter, type ConnectionLimits } from '#lib/net/connection-limiter.ts';
import { stopTimers } from '#test/kit/net/still-timers.ts';
import { roomy } from '#test/kit/net/test-server.ts';

const limiterWith = (limits: Partial<ConnectionLimits>): ConnectionLimiter =>
  new ConnectionLimiter({ ...roomy, ...limits });

function admit(limiter: ConnectionLimiter, ip = '10.0.0.1', cutOff = (): void => {}): Admission {
  const admission = limiter.admit(ip, cutOff);
  if (typeof admission === 'string') throw new Error(admission);
  return admission;
}

/** @returns how many of the wrong proofs are not slowed down. */
function guesses(limiter: ConnectionLimiter, ip: string, tries: number): number {
  let count = 0;
  for (; count < tries; count++) {
    const admission = admit(limiter, ip);
    const isSlowed = admission.isSlowed();
    if (!isSlowed) admission.wrongProof();
    admission.closed();
    if (isSlowed) break;
  }
  return count;
}

/** Whether proofs of the address are slowed down; they are admitted in any case. */
function isSlowed(limiter: ConnectionLimiter, ip: string): boolean {
  const admission = admit(limiter, ip);
  admission.closed();
  return admission.isSlowed();
}

describe('a place', () => {
  it('is refused beyond the limit of proved connections, in all and of one address', () => {
    const limiter = limiterWith({ connections: 3, connectionsPerAddress: 2 });
    const first = admit(limiter);
    first.proved();
    admit(limiter).proved();
    expect(limiter.admit('10.0.0.1', () => {})).toBe('full for this address');
    admit(limiter, '10.0.0.2').proved();
    expect(limiter.admit('10.0.0.3', () => {})).toBe('full');
    first.closed();
    expect(limiter.connections).toBe(2);
    admit(limiter, '10.0.0.1');
    expect([limiter.connections, limiter.unproven]).toEqual([3, 1]);
  });

  it('is taken from the connection that is unproven longest', () => {
    const limiter = limiterWith({ connections: 3 });
    const cut: string[] = [];
    admit(limiter, '10.0.0.1', () => cut.push('proved')).proved();
    admit(limiter, '10.0.0.2', () => cut.push('oldest'));
    admit(limiter, '10.0.0.3', () => cut.push('younger'));
    admit(limiter, '10.0.0.4', () => cut.push('youngest'));
    expect(cut).toEqual(['oldest']);
    admit(limiter, '10.0.0.5', () => cut.push('last'));
    expect(cut).toEqual(['oldest', 'younger']);
  });

  it('of one address is taken from a connection of that address', () => {
    const limiter = limiterWith({ connectionsPerAddress: 1 });
    const cut: string[] = [];
    admit(limiter, '10.0.0.2', () => cut.push('another'));
    admit(limiter, '10.0.0.1', () => cut.push('own'));
    admit(limiter, '10.0.0.1', () => cut.push('next'));
    expect(cut).toEqual(['own']);
  });

  it('has a short deadline when many connections are unproven', () => {
    const limiter = limiterWith({ unproven: 2 });
    const haste = [1, 2, 3].map(() => admit(limiter).hasShortDeadline);
    expect(haste).toEqual([false, false, true]);
  });

  it('is free again after a connection is closed', () => {
    const limiter = limiterWith({});
    const entries = Array.from({ length: 500 }, (_, n) => admit(limiter, `10.0.${n % 5}.${n % 7}`));
    for (const [n, admission] of entries.entries()) if (n % 2 === 0) admission.proved();
    for (const admission of entries) admission.closed();
    expect([limiter.connections, limiter.unproven]).toEqual([0, 0]);
  });
});

describe('wrong proofs', () => {
  aroundEach(async (runTest) => {
    using _ = stopTimers();
    await runTest();
  });

  it('are limited for each address', () => {
    const limiter = limiterWith({ wrongProofs: 20 });
    expect(guesses(limiter, '10.0.0.1', 100)).toBe(20);
    expect(isSlowed(limiter, '10.0.0.1')).toBe(true);
    expect(guesses(limiter, '10.0.0.2', 5)).toBe(5);
    admit(limiter, '10.0.0.2');
  });

  it('are forgotten after a while, and right ones do not shorten it', () => {
    const limiter = limiterWith({ wrongProofs: 2, wrongProofsMemoryMs: 100 });
    expect(guesses(limiter, '10.0.0.1', 1)).toBe(1);
    admit(limiter).proved();
    expect(guesses(limiter, '10.0.0.1', 10)).toBe(1);
    expect(isSlowed(limiter, '10.0.0.1')).toBe(true);
    vi.advanceTimersByTime(99);
    expect(isSlowed(limiter, '10.0.0.1')).toBe(true);
    vi.advanceTimersByTime(1);
    expect(guesses(limiter, '10.0.0.1', 10)).toBe(2);
  });

  it('that come one by one prolong the count of the earlier ones', () => {
    const limiter = limiterWith({ wrongProofs: 4, wrongProofsMemoryMs: 150 });
    let quick = 0;
    for (let n = 0; n < 6; n++) {
      quick += guesses(limiter, '10.0.0.1', 1);
      vi.advanceTimersByTime(30);
    }
    expect(quick).toBe(4);
  });

  it.each<[string, string, string, boolean]>([
    ['of one /64 are of one owner', '2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3', true],
    ['of a /64 that is written in short', '2001:db8::1', '2001:db8:0:0:5::', true],
    ['of another /64 are not', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['of a link, with its zone', 'fe80::1%eth0', 'fe80::2%eth1', true],
    ['of loopback and nowhere', '::1', '::2', true],
    ['of two IPv4 neighbours are not', '10.0.0.1', '10.0.0.2', false],
    ['of two IPv4 neighbours in an IPv6 coat are not', '::ffff:10.0.0.1', '::ffff:10.0.0.2', false],
  ])('%s', (_, one, other, isSame) => {
    const limiter = limiterWith({ wrongProofs: 3 });
    guesses(limiter, one, 3);
    expect(guesses(limiter, other, 3)).toBe(isSame ? 0 : 3);
  });

  it('of an address that was forgotten for want of room count from the start', () => {
    const limiter = limiterWith({ wrongProofs: 3, wrongProofsMemoryMs: 300 });
    guesses(limiter, '10.9.9.9', 1);
    vi.advanceTimersByTime(200);
    for (let n = 0; n < 10_000; n++) guesses(limiter, `10.1.${n >> 8}.${n & 255}`, 1);
    // The first timer must not delete the second count.
    guesses(limiter, '10.9.9.9', 3);
    vi.advanceTimersByTime(200);
    expect(isSlowed(limiter, '10.9.9.9')).toBe(true);
  });
});
