import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '../../../src/contracts/playbook.ts';
import { advance } from '../../../src/domain/advance.ts';
import { closeSlackChannel, refuseSlackChannel } from '../../../src/domain/advance/slack-channel.ts';
import type { OnboardingState } from '../../../src/domain/model.ts';
import { slackChannelName } from '../../../src/domain/slack-channel-name.ts';
import { at, book, monday, running } from '../chase/world.ts';
import { milestone } from '../plan/fixtures.ts';

const rule = { channel: 'onb-{account}', private: true, shareWithCustomer: false };
const pass = (state: OnboardingState, slack: typeof rule | null = rule, now = monday) =>
  advance(state, { now, playbook: book({ slack }), publicUrl: 'https://gangway.example' });
/** What follows once the channel is there. */
const steps = (state: OnboardingState, slack: typeof rule | null = rule): [string, string][] =>
  pass(pass(state, slack).state, slack, at('2026-03-02', '08:01')).effects.map(({ step, payload }) => [
    step,
    payload.kind,
  ]);

describe('the channel of an onboarding', () => {
  it('is wanted once, with our people in it, where the playbook says so', () => {
    expect(pass(running()).effects).toEqual([
      {
        step: 'slack_channel',
        version: 1,
        payload: { kind: 'slack_channel', pattern: 'onb-{account}', isPrivate: true },
      },
    ]);
    expect(steps(running())).toEqual([
      ['slack_invite_csm', 'slack_invite'],
      ['slack_invite_rep', 'slack_invite'],
    ]);
    expect(steps(running(), null)).toEqual([]);
    const { state } = pass(pass(running()).state, rule, at('2026-03-02', '08:01'));
    expect(pass(state, rule, at('2026-03-03')).effects).toEqual([]);
  });

  it('is shared with the customer where the playbook says so', () => {
    expect(steps(running(), { ...rule, shareWithCustomer: true })).toContainEqual(['slack_share_lead', 'slack_share']);
  });

  it('hears of milestones that are reached while it is there, each once', () => {
    const done = milestone('m1', 'p', { status: 'done', doneAt: monday, completion: 'person' });
    const before = pass(pass(running({ milestones: [done] })).state, rule, at('2026-03-02', '08:01'));
    expect(before.effects.map(({ payload }) => payload.kind)).not.toContain('slack_post');
    const next = milestone('m2', 'p', { status: 'done', doneAt: monday, completion: 'person' });
    const after = pass({ ...before.state, milestones: [done, next] }, rule, at('2026-03-03'));
    expect(after.effects.map(({ payload }) => payload)).toEqual([
      { kind: 'slack_post', about: 'milestone', milestoneId: 'm2' },
    ]);
    expect(pass(after.state, rule, at('2026-03-04')).effects).toEqual([]);
  });

  it('that could not be made is told to the CSM once', () => {
    const { state } = pass(running());
    const closed = closeSlackChannel(state, { name: '#onb-acme', reason: 'names' }, monday);
    expect(closed?.intents).toMatchObject([{ personId: 'csm', kind: 'slack_channel_closed' }]);
    expect(closeSlackChannel(closed?.state ?? state, { name: '#onb-acme', reason: 'names' }, monday)).toBeNull();
  });

  it('that Slack refuses is told to the CSM once and goes on', () => {
    const { state } = pass(running());
    const refused = refuseSlackChannel(state, { name: '#onb-acme', reason: 'missing_scope' }, monday);
    expect(refused?.intents).toMatchObject([{ personId: 'csm', kind: 'slack_channel_refused' }]);
    const left = refused?.state ?? state;
    expect(refuseSlackChannel(left, { name: '#onb-acme', reason: 'missing_scope' }, monday)).toBeNull();
    const done = milestone('m1', 'p', { status: 'done', doneAt: monday, completion: 'person' });
    expect(steps({ ...left, milestones: [done] })).toContainEqual(['slack_milestone_m1', 'slack_post']);
  });
});

describe('its name', () => {
  const named = (account: string, attempt = 1): string =>
    slackChannelName('onb-{account}', { account, onboarding: 'Onboarding' }, attempt);

  it('is what Slack takes', () => {
    expect(named('Müller & Söhne GmbH')).toBe('onb-muller-sohne-gmbh');
    expect(named('Acme, Inc.', 2)).toBe('onb-acme-inc-2');
    expect(named('東京 Trading')).toBe('onb-東京-trading');
    expect(slackChannelName('{account}', { account: '…', onboarding: '' }, 1)).toBe('onboarding');
  });

  it('is so for any customer', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.integer({ min: 1, max: 20 }),
        (account, attempt) => {
          const name = named(account, attempt);
          expect(name.length).toBeLessThanOrEqual(80);
          expect(name).toMatch(/^[^\s.,!?A-Z]+$/);
        },
      ),
    );
  });
});

describe('a playbook', () => {
  const read = (slack: string) => parsePlaybook(`key: k\nname: K\nslack: ${slack}`, 'k.yaml');

  it('says what is wrong with its channel', () => {
    for (const [slack, path] of [
      ['{ private: true }', 'slack'],
      ['{ channel: "onb-{account}", shared: true }', 'slack'],
      ['{ channel: "..." }', 'channel'],
    ] as const) {
      const parsed = read(slack);
      expect(parsed.ok ? [] : parsed.issues.map((issue) => JSON.stringify(issue)).join('\n')).toContain(path);
    }
  });
});
