import { describe, expect, it } from 'vitest';
import { readPostmarkEvent } from '../../../integrations/email/postmark-events.ts';
import {
  bounceEvent,
  complaintEvent,
  deliveryEvent,
  openEvent,
  ourMail,
  subscriptionEvent,
} from '../../fixtures/postmark-events.ts';

describe('what Postmark tells of a mail', () => {
  it('is a bounce with what the refusing server said', () => {
    expect(readPostmarkEvent(bounceEvent())).toEqual({
      type: 'bounce',
      messageId: ourMail,
      diagnostic: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
      failure: 'reader',
    });
  });

  it.each([
    ['BadEmailAddress', 'reader'],
    ['ManuallyDeactivated', 'reader'],
    // sent by SMTP to somebody whom Postmark suppresses
    ['SMTPApiError', 'reader'],
    ['SomethingNew', 'reader'],
    ['SoftBounce', 'passing'],
    ['DnsError', 'passing'],
    ['Blocked', 'policy'],
    ['DMARCPolicy', 'ours'],
  ])('did not arrive after %s, which is the fault of: %s', (type, failure) =>
    expect(readPostmarkEvent(bounceEvent(ourMail, { Type: type }))).toMatchObject({ failure }),
  );

  it.each(['Transient', 'AutoResponder', 'AddressChange', 'Subscribe', 'Unsubscribe', 'ChallengeVerification'])(
    'is not lost after %s',
    (type) => expect(readPostmarkEvent(bounceEvent(ourMail, { Type: type }))).toMatchObject({ failure: null }),
  );

  it('says nothing that cannot be stored', () => {
    expect(readPostmarkEvent(bounceEvent(ourMail, { Details: '550 5.1.1\0' }))).toMatchObject({
      diagnostic: '550 5.1.1\ufffd',
    });
  });

  it('is a complaint, also where it comes as a bounce', () => {
    const complaint = { type: 'complaint', messageId: ourMail };
    expect(readPostmarkEvent(complaintEvent())).toEqual(complaint);
    expect(readPostmarkEvent(bounceEvent(ourMail, { Type: 'SpamComplaint' }))).toEqual(complaint);
  });

  it('is a delivery or an open, with its time', () => {
    expect(readPostmarkEvent(deliveryEvent())).toEqual({
      type: 'delivery',
      messageId: ourMail,
      at: new Date('2026-11-20T09:00:03.123Z'),
    });
    expect(readPostmarkEvent(openEvent())).toMatchObject({ type: 'open', at: new Date('2026-11-20T10:30:00.000Z') });
  });

  it.each([
    [
      'by hand',
      { Origin: 'Customer' },
      { type: 'suppressed', reason: 'Suppressed at Postmark by hand: ManualSuppression' },
    ],
    ['by its reader', {}, { reason: 'Suppressed at Postmark by its reader: ManualSuppression' }],
    ['no more', { SuppressSending: false, Origin: 'Customer' }, { type: 'reactivated', address: 'ana@acme.example' }],
    [
      'after a bounce of ours',
      { SuppressionReason: 'HardBounce', Metadata: { 'gangway-message': ourMail } },
      { type: 'bounce', messageId: ourMail, failure: 'reader' },
    ],
    [
      'after a complaint about ours',
      { SuppressionReason: 'SpamComplaint', Metadata: { 'gangway-message': ourMail } },
      { type: 'complaint', messageId: ourMail },
    ],
    ['after a bounce of somebody else', { SuppressionReason: 'HardBounce' }, { type: 'suppressed' }],
  ])('is an address that is suppressed %s', (_name, change, expected) =>
    expect(readPostmarkEvent(subscriptionEvent(change))).toMatchObject(expected),
  );

  it.each([
    ['a mail of another program', bounceEvent(ourMail, { Metadata: { order: '17' } })],
    ['a mail without metadata', openEvent(ourMail, { Metadata: null })],
    ['metadata that is no id', deliveryEvent('17')],
    ['a kind that we do not read', { RecordType: 'Click', Metadata: {} }],
  ])('is nothing to us: %s', (_name, body) => expect(readPostmarkEvent(body)).toEqual({ type: 'none' }));

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no kind', { Metadata: {} }],
    ['a bounce without its type', { RecordType: 'Bounce' }],
    ['an open at no time', openEvent(ourMail, { ReceivedAt: 'yesterday' })],
  ])('is unreadable: %s', (_name, body) => expect(readPostmarkEvent(body)).toBeNull());
});
