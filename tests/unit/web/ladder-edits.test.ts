import { describe, expect, it } from 'vitest';
import {
  ladderFor,
  ladderKey,
  noLadders,
  together,
  withLadder,
  withUse,
} from '../../../src/web/console/ladders/ladder-edits.ts';

const ladder = { urgent: false, rungs: [] };
const file = {
  ladders: { default: ladder, cutover: ladder },
  use: { playbook: { customer: 'default' }, phases: { launch: { customer: 'cutover' } }, kinds: {} },
};

describe('what is changed on the screen', () => {
  it('is only what differs from the files', () => {
    const changed = withUse(file, noLadders, {
      place: { of: 'phases', key: 'launch' },
      side: 'team',
      ladder: 'cutover',
    });
    expect(changed.use.phases).toEqual({ launch: { customer: 'cutover', team: 'cutover' } });
    expect(withUse(file, changed, { place: { of: 'phases', key: 'launch' }, side: 'team', ladder: null })).toEqual(
      noLadders,
    );
    const away = withUse(file, noLadders, { place: { of: 'playbook' }, side: 'customer', ladder: null });
    expect(away.use.playbook).toEqual({});
    expect(withUse(file, away, { place: { of: 'playbook' }, side: 'customer', ladder: 'default' })).toEqual(noLadders);
  });

  it('goes before the files, ladder by ladder', () => {
    const own = withLadder(noLadders, 'default', { ...ladder, urgent: true });
    expect(together(file, own).ladders).toEqual({ default: { ...ladder, urgent: true }, cutover: ladder });
    expect(withLadder(own, 'default', null)).toEqual(noLadders);
  });

  it('decides by kind, then phase, then playbook', () => {
    const own = withUse(file, noLadders, { place: { of: 'kinds', key: 'meeting' }, side: 'customer', ladder: 'soft' });
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
