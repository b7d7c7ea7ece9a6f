import { describe, expect, it } from 'vitest';
import { channels, intentKinds } from '../../../src/domain/model.ts';
import { isUnsubscribedFrom, kindsOfTopic, mailTopics } from '../../../src/usecases/messages/topics.ts';
import { makeUnsubscribeToken, readUnsubscribeToken } from '../../../src/usecases/messages/unsubscribe-token.ts';

const personId = '0190d3f0-1234-7000-8000-00000000000a';
const secret = 'a secret of thirty-two characters';

describe('an unsubscribe token', () => {
  it.each(mailTopics.flatMap((topic) => channels.map((channel) => ({ topic, channel }))))(
    'names the person, $topic and $channel',
    ({ topic, channel }) => {
      const token = makeUnsubscribeToken({ personId, topic, channel }, secret);
      expect(token).toMatch(/^[A-Za-z0-9_-]{20,128}$/);
      expect(readUnsubscribeToken(token, secret)).toEqual({ personId, topic, channel });
    },
  );

  it('of before there were others speaks of mail', () => {
    const old = 'AZDT8BI0cACAAAAAAAAACgCuPUIFfcW1vzHNi4ttD6dC';
    expect(readUnsubscribeToken(old, secret)).toEqual({ personId, topic: 'tasks', channel: 'email' });
  });

  it('is nobody else’s and cannot be made without the secret', () => {
    const token = makeUnsubscribeToken({ personId, topic: 'tasks', channel: 'email' }, secret);
    expect(readUnsubscribeToken(token, 'another secret')).toBeNull();
    const bytes = Buffer.from(token, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(index) ^ 1, index);
      expect(readUnsubscribeToken(forged.toString('base64url'), secret)).toBeNull();
    }
    for (const nonsense of ['', 'x', token.slice(0, -4), `${token}AAAA`])
      expect(readUnsubscribeToken(nonsense, secret)).toBeNull();
  });
});

describe('topics', () => {
  it('hold every kind of message exactly once', () => {
    expect(mailTopics.flatMap(kindsOfTopic).toSorted()).toEqual(intentKinds.toSorted());
  });

  it('are stopped when all their kinds are', () => {
    expect(isUnsubscribedFrom(kindsOfTopic('tasks'), 'tasks')).toBe(true);
    expect(isUnsubscribedFrom(['reminder'], 'tasks')).toBe(false);
    expect(isUnsubscribedFrom(kindsOfTopic('tasks'), 'progress')).toBe(false);
  });
});
