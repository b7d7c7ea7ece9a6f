import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sentenceOf, toldKinds } from '../../../src/api/staff/story-sentences.ts';

const row = {
  id: '1',
  at: '2026-03-02T09:00:00.000Z',
  actorKind: 'person',
  actorName: 'Ana',
  subjectId: null,
  subjectName: null,
};

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
      'Put on hold until 2027-01-04: Year end',
    );
    expect(
      sentenceOf({
        ...row,
        actorKind: 'link',
        kind: 'task_completed',
        data: { name: 'Intake', note: null, by: 'the link sent to Ana' },
      }),
    ).toMatchObject({ actor: 'the link sent to Ana', sentence: '“Intake” was completed' });
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

  it('has a sentence for whatever the commands and the plan record', async () => {
    const files = ['src/domain/commands', 'src/domain'].map(async (folder) =>
      (await readdir(folder)).filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`),
    );
    const sources = await Promise.all((await Promise.all(files)).flat().map((file) => readFile(file, 'utf8')));
    const kinds = sources.flatMap((source) =>
      [...source.matchAll(/(?:happened\([^;]*?|record\(settling, )'([a-z_]+)',\s*(?:null|[\w.]*[iI]d\b)/g)].map(
        ([, kind = '']) => kind,
      ),
    );
    expect(kinds.length).toBeGreaterThan(15);
    expect([...new Set(kinds)].filter((kind) => !toldKinds.has(kind))).toEqual([]);
  });
});
