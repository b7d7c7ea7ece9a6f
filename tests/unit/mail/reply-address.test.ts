import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeReplyAddress, readReplyAddress } from '../../../src/usecases/replies/reply-address.ts';

const keys = { address: 'reply@in.vendor.example', secret: 'a secret of the tests' };
const now = new Date('2026-11-20T09:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const messageId = '018f4d5e-0000-7000-8000-00000000abcd';

describe('the address of an answer', () => {
  it('names the message again, whatever becomes of its case, within 64 characters', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const address = makeReplyAddress({ kind: 'message', messageId: id }, keys, now);
        expect(address.indexOf('@')).toBeLessThanOrEqual(64);
        expect(readReplyAddress(address.toUpperCase(), keys.secret, now)).toEqual({
          target: { kind: 'message', messageId: id },
          isExpired: false,
        });
      }),
    );
  });

  it('stays within 64 characters behind the longest mailbox name that is taken', () => {
    const address = makeReplyAddress(
      { kind: 'message', messageId },
      { ...keys, address: `${'a'.repeat(15)}@b.example` },
      now,
    );
    expect(address.indexOf('@')).toBe(64);
  });

  it('is nothing with any other sign in it, or another secret', () => {
    const address = makeReplyAddress({ kind: 'message', messageId }, keys, now);
    const at = address.indexOf('@');
    for (let index = address.indexOf('+') + 1; index < at; index += 1) {
      const other = address[index] === 'b' ? 'c' : 'b';
      const changed = address.slice(0, index) + other + address.slice(index + 1);
      expect(readReplyAddress(changed, keys.secret, now)).toBeNull();
    }
    expect(readReplyAddress(address, 'another secret', now)).toBeNull();
    expect(readReplyAddress('reply@in.vendor.example', keys.secret, now)).toBeNull();
  });

  it('expires after 90 days; that of an onboarding does not', () => {
    const message = makeReplyAddress({ kind: 'message', messageId }, keys, now);
    expect(readReplyAddress(message, keys.secret, later(90))?.isExpired).toBe(false);
    expect(readReplyAddress(message, keys.secret, later(91))?.isExpired).toBe(true);
    const onboarding = makeReplyAddress({ kind: 'onboarding', onboardingId: messageId }, keys, now);
    expect(readReplyAddress(onboarding, keys.secret, later(900))).toEqual({
      target: { kind: 'onboarding', onboardingId: messageId },
      isExpired: false,
    });
  });
});
