import type { AboardPreview } from '../../contracts/api/backfills.ts';
import type { Sql } from '../database.ts';

interface Found {
  onboardingId: string;
  playbookName: string | null;
  why: string;
  preview: AboardPreview;
}

/** What onboardings that just came aboard are made of. */
export const previewsOf = (sql: Sql, onboardingIds: string[]): Promise<Found[]> =>
  sql.query<Found>(
    `SELECT o.id AS "onboardingId", v.name AS "playbookName",
       coalesce((SELECT a.data ->> 'why' FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'opened' LIMIT 1), 'No playbook fits') AS why,
       jsonb_build_object(
         'tasks', (SELECT count(*) FROM tasks t WHERE t.onboarding_id = o.id AND t.status <> 'skipped'),
         'done', (SELECT count(*) FROM tasks t WHERE t.onboarding_id = o.id AND t.status = 'done'),
         'kickoffOn', o.kickoff_on, 'goLiveOn', o.target_go_live_on,
         'writes', (SELECT count(*) FROM crm_values w WHERE w.onboarding_id = o.id AND w.state = 'pending'),
         'told', (SELECT count(*) FROM intents i WHERE i.onboarding_id = o.id),
         'problems', coalesce((SELECT jsonb_agg(p ->> 'message') FROM jsonb_array_elements(o.problems) p), '[]'),
         'unmatched', coalesce((SELECT a.data -> 'unmatched' FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'came_aboard' LIMIT 1), '[]')
       ) AS preview
     FROM onboardings o LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id WHERE o.id = ANY($1::uuid[])`,
    [onboardingIds],
  );
