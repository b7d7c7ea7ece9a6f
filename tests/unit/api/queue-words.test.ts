import { describe, expect, it } from 'vitest';
import { queueItems } from '../../../src/api/staff/queue-words.ts';
import { speakerFor } from '../../../src/api/staff/speaker-for.ts';
import type { QueueFact } from '../../../src/db/queries/list-queue.ts';

const fact = (kind: QueueFact['kind'], over: Partial<QueueFact>): QueueFact => ({
  kind,
  since: '2026-11-20T09:00:00.000Z',
  onboardingId: null,
  onboardingName: 'Acme',
  subjectId: null,
  subject: null,
  detail: null,
  count: 3,
  personIds: [],
  personNames: [],
  ...over,
});
const anonymous = speakerFor({ kind: 'anonymous' }, { now: () => new Date('2026-11-20T09:00:00.000Z') });
const detailOf = (given: QueueFact) => queueItems([given], null, anonymous)[0]?.detail;

describe('the work queue', () => {
  it('names the onboarding that has a problem', () => {
    const [item] = queueItems([fact('problem', { subject: 'There is nobody to invite.' })], null, anonymous);
    expect(item?.title).toBe('Acme: There is nobody to invite.');
  });

  it('says days as people do', () => {
    expect(detailOf(fact('draft', { subject: 'Mid-market', detail: '2026-11-30' }))).toBe(
      '3 tasks from “Mid-market”, kickoff Mon 30 Nov',
    );
    expect(detailOf(fact('escalation', { subject: 'Data import', detail: '2027-01-18' }))).toBe(
      'Due 18 Jan 2027; hold it if you know more',
    );
    expect(detailOf(fact('handoff', { detail: '2026-11-24T23:30:00.000Z' }))).toBe(
      'Sales was last asked on Tue 24 Nov',
    );
    expect(detailOf(fact('check_in', { subject: 'check_in_30', detail: '2026-12-01' }))).toBe('Due Tue 1 Dec');
    expect(detailOf(fact('draft', { detail: null }))).toBe('3 tasks from “no playbook”, kickoff not set');
  });
});
