import { describe, expect, it } from 'vitest';
import { decodeSignedUrl, signHubSpotRequest } from '../../integrations/hubspot/signature.ts';
import { verifyHubSpotSignature } from '../../integrations/hubspot/webhook.ts';

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
/** from HubSpot's own client library for Python */
const known = {
  publicUrl: 'https://www.example.com/webhook_uri',
  rawBody: Buffer.from("{'example_field':'example_value'}"),
  timestampMs: 1_693_657_560_000,
  signature: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
};

const verify = ({
  method = 'POST',
  publicUrl = known.publicUrl,
  rawBody = known.rawBody,
  signature = known.signature,
  timestamp = String(known.timestampMs),
  clientSecret = secret,
  nowMs = known.timestampMs,
}: {
  method?: string;
  publicUrl?: string;
  rawBody?: Buffer;
  signature?: string | undefined;
  timestamp?: string;
  clientSecret?: string;
  nowMs?: number;
} = {}) =>
  verifyHubSpotSignature({
    method,
    publicUrl,
    rawBody,
    clientSecret,
    nowMs,
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp },
  });
const signed = (publicUrl: string, timestamp = String(known.timestampMs)) =>
  signHubSpotRequest({
    method: 'POST',
    publicUrl,
    rawBody: known.rawBody,
    clientSecret: secret,
    timestampMs: timestamp,
  });

describe('HubSpot signature, version 3', () => {
  it('accepts the known answer', () => {
    expect(signed(known.publicUrl)).toBe(known.signature);
    expect(verify()).toEqual({ ok: true });
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['a body altered by one byte', { rawBody: Buffer.from("{'example_field':'example_valuE'}") }],
    ['another path', { publicUrl: 'https://www.example.com/webhook_uri/' }],
    ['http instead of https', { publicUrl: 'http://www.example.com/webhook_uri' }],
    ['a query that was not signed', { publicUrl: 'https://www.example.com/webhook_uri?a=1' }],
    ['another secret', { clientSecret: 'zzzzzzzz-yyyy-yyyy-yyyy-yyyyyyyyyyyy' }],
    ['a timestamp moved within the window', { timestamp: String(known.timestampMs + 1) }],
    ['a truncated signature', { signature: known.signature.slice(0, -1) }],
    ['a version 1 signature', { signature: '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de' }],
  ])('refuses %s', (_name, change) => {
    expect(verify(change)).toEqual({ ok: false, reason: 'mismatch' });
  });

  it('accepts five minutes of age and of haste, and not a millisecond more', () => {
    expect(verify({ nowMs: known.timestampMs + 300_000 })).toEqual({ ok: true });
    expect(verify({ nowMs: known.timestampMs - 300_000 })).toEqual({ ok: true });
    expect(verify({ nowMs: known.timestampMs + 300_001 })).toEqual({ ok: false, reason: 'stale' });
    expect(verify({ nowMs: known.timestampMs - 300_001 })).toEqual({ ok: false, reason: 'future' });
  });

  it.each([
    '',
    'NaN',
    'Infinity',
    '1693657560000.0',
    '1e12',
    '-1693657560000',
    ' 1693657560000',
    '0x18A5',
    '2023-09-02T12:26:00Z',
  ])('refuses the timestamp %j though it were signed', (timestamp) => {
    expect(verify({ timestamp, signature: signed(known.publicUrl, timestamp) })).toEqual({
      ok: false,
      reason: 'bad_timestamp',
    });
  });

  it('refuses what is unsigned, signed twice, or checked without a secret', () => {
    expect(verify({ signature: '' })).toEqual({ ok: false, reason: 'no_signature' });
    expect(
      verifyHubSpotSignature({
        method: 'POST',
        publicUrl: known.publicUrl,
        rawBody: known.rawBody,
        headers: {},
        clientSecret: secret,
        nowMs: known.timestampMs,
      }),
    ).toEqual({ ok: false, reason: 'no_signature' });
    expect(
      verifyHubSpotSignature({
        method: 'POST',
        publicUrl: known.publicUrl,
        rawBody: known.rawBody,
        clientSecret: secret,
        nowMs: known.timestampMs,
        headers: {
          'x-hubspot-signature-v3': [known.signature, known.signature],
          'x-hubspot-request-timestamp': String(known.timestampMs),
        },
      }),
    ).toEqual({ ok: false, reason: 'no_signature' });
    expect(
      verify({
        clientSecret: '',
        signature: signHubSpotRequest({
          method: 'POST',
          publicUrl: known.publicUrl,
          rawBody: known.rawBody,
          clientSecret: '',
          timestampMs: known.timestampMs,
        }),
      }),
    ).toEqual({ ok: false, reason: 'no_secret' });
  });

  it('decodes exactly the characters HubSpot decodes', () => {
    const encoded = '%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B';
    expect(decodeSignedUrl(`https://a.example/x?u=${encoded}`)).toBe("https://a.example/x?u=:/?@!$'()*,;");
    expect(decodeSignedUrl('https://a.example/x?u=%3a%2f')).toBe('https://a.example/x?u=:/');
    // none of these is in the table
    expect(decodeSignedUrl('https://a.example/x?u=%20%26%3D%25%2B%23%C3%A9')).toBe(
      'https://a.example/x?u=%20%26%3D%25%2B%23%C3%A9',
    );
    expect(
      verify({
        publicUrl: `https://a.example/x?u=${encoded}`,
        signature: signed("https://a.example/x?u=:/?@!$'()*,;"),
      }),
    ).toEqual({ ok: true });
  });
});
