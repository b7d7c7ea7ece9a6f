/** Ladders written in the console, on top of what the files of a playbook say. */
import { expect, it } from 'vitest';
import { ownLaddersYaml, parseOwnLadders } from '../../../src/contracts/playbook/own-ladders.ts';
import type { OwnLadders } from '../../../src/domain/own-ladders.ts';
import { loadPlaybookFolder } from '../../../src/usecases/playbook-files.ts';

const key = 'standard-mid-market';
const composed = async (yaml: string) => {
  const reads = await loadPlaybookFolder('playbooks', new Map([[key, yaml]]));
  const read = reads.find(({ file }) => file === `${key}.yaml`);
  if (!read) throw new Error('the playbook is not there');
  return read.parsed;
};

const own: OwnLadders = {
  ladders: {
    patient: {
      urgent: false,
      caps: { perTask: 3, apartDays: 2 },
      rungs: [
        { at: -3, kind: 'reminder', to: 'owner', orElse: null, repeatEvery: null, channels: ['email', 'slack'] },
        { at: 1, kind: 'overdue', to: 'owner', orElse: null, repeatEvery: 2, until: 9 },
        { at: 2, kind: 'hold_notice', to: 'team.csm', orElse: null, repeatEvery: null },
        { at: 4, kind: 'escalation', to: 'customer.lead', orElse: 'customer.sponsor', repeatEvery: null },
        { at: 10, kind: 'escalation', to: 'team.manager', orElse: null, repeatEvery: 5 },
      ],
    },
  },
  use: {
    playbook: { customer: 'patient' },
    phases: { launch: { customer: 'cutover' } },
    kinds: { meeting: { customer: 'patient' } },
  },
};

it('is read again as it was written', () => {
  expect(parseOwnLadders(ownLaddersYaml(own))).toEqual({ ok: true, own });
});

it('goes before the files: the playbook’s, a phase’s and a kind’s', async () => {
  const parsed = await composed(ownLaddersYaml(own));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { playbook, use } = parsed;
  expect(playbook.ladders['patient']).toEqual(own.ladders['patient']);
  expect(use.playbook).toEqual({ customer: 'patient' });
  const tasks = playbook.phases.flatMap((phase) => phase.tasks);
  expect(new Set(tasks.filter(({ side }) => side === 'customer').map(({ ladder }) => ladder))).toEqual(
    new Set(['patient', 'cutover']),
  );
  expect(new Set(tasks.filter(({ side }) => side === 'team').map(({ ladder }) => ladder))).toContain('team');
});

it('is refused where it names what is not there, with the place in it', async () => {
  const phase = await composed('format: 2\nphases:\n  nowhere: { ladder: cutover }\n');
  expect(phase).toMatchObject({
    ok: false,
    issues: [{ file: 'ladders of the console', line: 3, message: 'there is no phase "nowhere" any more' }],
  });
  const ladder = await composed('format: 2\nchase:\n  ladder: patiently\n');
  expect(ladder).toMatchObject({ ok: false, issues: [{ file: 'ladders of the console', line: 3 }] });
  const end = await composed('format: 2\nladders:\n  odd:\n    steps:\n      - { at: 1d }\n');
  expect(end).toMatchObject({ ok: false, issues: [{ path: 'ladders.odd.steps' }] });
  expect(parseOwnLadders('format: 2\nroles: {}\n')).toMatchObject({ ok: false });
});
