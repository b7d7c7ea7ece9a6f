import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sentenceOf as tell, toldKinds } from '../../../src/api/staff/story-sentences.ts';
import type { StoryRow } from '../../../src/db/queries/list-story.ts';
import { createSpeaker } from '../../../src/usecases/messages/wording/speak.ts';

const row = {
  id: '1',
  at: '2026-03-02T09:00:00.000Z',
  actorKind: 'person',
  actorName: 'Ana',
  subjectId: null,
  subjectName: null,
};

const speaker = createSpeaker({ locale: 'en', timezone: 'Europe/Berlin', now: row.at });
const sentenceOf = (told: StoryRow) => tell(told, speaker);

describe('the story', () => {
  it('tells what happened in plain words, with the reason where there is one', () => {
    expect(
      sentenceOf({
        ...row,
        kind: 'task_skipped',
        data: { name: 'Data import', reason: 'They start fresh', by: 'Ana' },
      }),
    ).toMatchObject({ actor: 'Ana', sentence: '“Data import” was skipped: They start fresh' });
    expect(sentenceOf({ ...row, kind: 'held', data: { reason: 'Year end', resumeOn: '2027-01-04' } }).sentence).toBe(
      'Put on hold until 4 Jan 2027: Year end',
    );
    expect(
      sentenceOf({
        ...row,
        actorKind: 'link',
        kind: 'task_completed',
        data: { name: 'Intake', note: null, by: 'the link sent to Ana' },
      }),
    ).toMatchObject({ actor: 'the link sent to Ana', sentence: '“Intake” was completed' });
    const unanswered = { name: 'Intake', note: 'by phone', unanswered: 'Before we meet' };
    expect(sentenceOf({ ...row, kind: 'task_completed', data: unanswered }).sentence).toBe(
      '“Intake” was completed, “Before we meet” unanswered: by phone',
    );
  });

  it.each([
    ['crm.owner', 'CRM owner'],
    ['customer.it_lead', 'customer IT lead'],
    ['team.csm', 'CSM'],
  ])('calls the role %s %s', (role, said) => {
    expect(sentenceOf({ ...row, kind: 'role_assigned', data: { person: 'Ana', role } }).sentence).toBe(
      `Ana is now ${said}`,
    );
  });

  it('tells fully how health turned and whence a milestone moved, days as people say them', () => {
    expect(
      sentenceOf({
        ...row,
        kind: 'health_turned',
        data: {
          from: 'on_track',
          to: 'at_risk',
          score: 62,
          reasons: ['2 of 9 open customer tasks are overdue', 'The plan goes live on 2026-11-30'],
          by: 'Ana',
        },
      }),
    ).toMatchObject({
      actor: 'Gangway',
      sentence:
        'Health turned from on track to at risk, 62 of 100: 2 of 9 open customer tasks are overdue; The plan goes live on Mon 30 Nov',
    });
    const moved = { ...row, kind: 'milestone_moved', subjectId: 'm' };
    expect(sentenceOf({ ...moved, data: { name: 'Live', from: '2026-11-30', to: '2027-01-12' } })).toMatchObject({
      actor: 'Gangway',
      sentence: '“Live” was moved from Mon 30 Nov to 12 Jan 2027',
    });
    expect(sentenceOf({ ...moved, data: { name: 'Live', from: '2026-11-30', to: null } }).sentence).toBe(
      '“Live” has no date any more, before Mon 30 Nov',
    );
    expect(
      sentenceOf({ ...row, kind: 'deal_amended', data: { differences: ['added “SSO”', 'term 12 → 24 months'] } })
        .sentence,
    ).toBe('The deal was amended: added “SSO”; term 12 → 24 months');
  });

  it('does not ascribe to a person what followed from it by the rules', () => {
    expect(sentenceOf({ ...row, kind: 'task_ready', data: { name: 'Kickoff', by: 'Ana' } })).toMatchObject({
      actor: 'Gangway',
      sentence: '“Kickoff” can begin',
    });
  });

  it('tells what it does not know by its own name', () => {
    expect(sentenceOf({ ...row, kind: 'moon_landed', data: {} }).sentence).toBe('Moon landed');
  });

  it('has a sentence for whatever the commands, the plan and the rules record', async () => {
    const files = (await Promise.all(['src/domain', 'src/usecases'].map(sourcesIn))).flat();
    const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const kinds = sources.flatMap((source) =>
      [...source.matchAll(recorded)].map(([, byCall, byRow]) => byCall ?? byRow ?? ''),
    );
    expect(new Set(kinds).size).toBeGreaterThan(40);
    expect([...new Set(kinds)].filter((kind) => !toldKinds.has(kind))).toEqual([]);
  });
});

const recorded =
  /(?:happened\([^;]*?|record\(settling, )'([a-z_]+)',\s*(?:null|[\w.]*[iI]d\b)|kind: '([a-z_]+)',\s*subjectId\b/g;

const sourcesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
