import { describe, expect, it } from 'vitest';
import { noOwnLadders } from '../../../src/contracts/ladder-rules.ts';
import { ladderFor, ladderKey, together, withLadder, withUse } from '../../../src/web/console/ladders/ladder-edits.ts';

const ladder = { urgent: false, rungs: [] };
const file = {
  ladders: { default: ladder, cutover: ladder },
  use: { playbook: { customer: 'default' }, phases: { launch: { customer: 'cutover' } }, kinds: {} },
};

describe('what is changed on the screen', () => {
  it('is only what differs from the files', () => {
    const changed = withUse(file, noOwnLadders, {
      place: { of: 'phases', key: 'launch' },
      side: 'team',
      ladder: 'cutover',
    });
    expect(changed.use.phases).toEqual({ launch: { customer: 'cutover', team: 'cutover' } });
    expect(withUse(file, changed, { place: { of: 'phases', key: 'launch' }, side: 'team', ladder: null })).toEqual(
      noOwnLadders,
    );
    const away = withUse(file, noOwnLadders, { place: { of: 'playbook' }, side: 'customer', ladder: null });
    expect(away.use.playbook).toEqual({});
    expect(withUse(file, away, { place: { of: 'playbook' }, side: 'customer', ladder: 'default' })).toEqual(
      noOwnLadders,
    );
  });

  it('goes before the files, ladder by ladder', () => {
    const own = withLadder(noOwnLadders, 'default', { ...ladder, urgent: true });
    expect(together(file, own).ladders).toEqual({ default: { ...ladder, urgent: true }, cutover: ladder });
    expect(withLadder(own, 'default', null)).toEqual(noOwnLadders);
  });

  it('decides by kind, then phase, then playbook', () => {
    const own = withUse(file, noOwnLadders, {
      place: { of: 'kinds', key: 'meeting' },
      side: 'customer',
      ladder: 'soft',
    });
    const whole = together(file, own);
    expect(ladderFor(whole, { kind: 'meeting', phase: 'launch', side: 'customer' })).toBe('soft');
    expect(ladderFor(whole, { kind: 'review', phase: 'launch', side: 'customer' })).toBe('cutover');
    expect(ladderFor(whole, { kind: 'review', phase: 'other', side: 'customer' })).toBe('default');
    expect(ladderFor(whole, { kind: 'review', phase: 'other', side: 'team' })).toBe('team');
  });
});

it('makes a key of a name', () => {
  expect(ladderKey('IT, très patient')).toBe('it-tres-patient');
  expect(ladderKey(' 2nd try ')).toBe('nd-try');
});
