import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../integrations/email/failure.ts';

describe('a mail that is refused', () => {
  it.each([
    ['550 5.1.1 User unknown', 'reader'],
    ['550-5.1.1 The email account that you tried to reach does not exist', 'reader'],
    ['550 5.2.1 Mailbox disabled', 'reader'],
    ['550 5.4.1 Recipient address rejected: Access denied', 'reader'],
    ['556 5.1.10 Domain does not accept mail', 'reader'],
    ['550 No such user here', 'reader'],
    ['552 5.2.2 Mailbox full', 'passing'],
    ['552 Quota exceeded', 'passing'],
    ['451 4.7.1 Greylisted', 'passing'],
    ['550 4.4.7 Expired', 'passing'],
    ['554 5.7.1 Relay access denied', 'ours'],
    ['554 5.7.1 <ana@acme.example>: Sender address rejected: Access denied', 'ours'],
    ['550 5.7.1 Recipient not allowed by policy', 'policy'],
    ['550 5.7.133 Sender not authenticated for group', 'policy'],
    ['550 5.7.124 Not in the list of allowed senders', 'policy'],
    ['550 5.7.606 Access denied, banned sending IP', 'ours'],
    ['550 relay not permitted', 'ours'],
    ['554 Transaction failed', 'ours'],
    ['550 5.4.5 Daily sending limit exceeded', 'ours'],
    ['553 5.1.8 Sender address does not exist', 'ours'],
    ['550 5.7.26 This mail is unauthenticated', 'ours'],
    ['452 4.3.1 Insufficient system storage', 'passing'],
    ['554 5.3.4 Message too big', 'ours'],
  ])('by “%s” as a recipient', (said, failure) => {
    expect(failureOf({ said, status: null, isAboutRecipient: true })).toBe(failure);
  });

  it.each([
    ['550 5.1.1 User unknown', 'reader'],
    ['550 Rejected', 'ours'],
    ['552 Too much mail data', 'passing'],
    ['554 5.7.1 Sender is not verified', 'ours'],
  ])('by “%s” once it was seen', (said, failure) => {
    expect(failureOf({ said, status: null, isAboutRecipient: false })).toBe(failure);
  });

  it.each([
    ['5.0.0', '550 5.1.1 User unknown', 'reader'],
    ['5.0.0', '554 5.7.1 Blocked', 'policy'],
    ['5.0.0', '', 'reader'],
    [null, '', 'reader'],
    ['4.4.7', '', 'passing'],
    ['5.2.2', '550 5.2.2 Over quota', 'passing'],
    ['5.7.1', '', 'policy'],
  ])('and reported with %s and “%s”', (status, said, failure) => {
    expect(failureOf({ said, status, isAboutRecipient: true })).toBe(failure);
  });
});
