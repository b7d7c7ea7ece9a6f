import type { z } from 'zod';
import type { storyEntry } from '../../contracts/api/onboardings.ts';
import type { StoryRow } from '../../db/queries/list-story.ts';

export function sentenceOf(row: StoryRow): z.output<typeof storyEntry> {
  const actor = typeof row.data['by'] === 'string' ? row.data['by'] : (row.actorName ?? 'Gangway');
  return { id: row.id, at: row.at, kind: row.kind, actor, sentence: `${row.kind.replaceAll('_', ' ')}: ${row.subjectName ?? ''}`, subjectId: row.subjectId };
}
