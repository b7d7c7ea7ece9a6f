import type { AboardPreview } from '../../contracts/api/backfills.ts';
import type { Onboarding } from '../../domain/model.ts';
import type { Sql } from '../database.ts';

interface Found {
  onboardingId: string;
  playbookName: string | null;
  why: string;
  preview: Omit<AboardPreview, 'renewal'>;
  onboarding: Pick<Onboarding, 'deal' | 'timezone' | 'liveAt' | 'renewalOn' | 'targetGoLiveOn'> &
    Pick<Onboarding, 'playbookVersionId' | 'crmMappingId'>;
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
         'unknownOwners', coalesce((SELECT a.data -> 'unknownOwners' FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'came_aboard' LIMIT 1), '[]'),
         'unreadDates', coalesce((SELECT a.data -> 'unreadDates' FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'came_aboard' LIMIT 1), '[]'),
         'values', coalesce((SELECT jsonb_agg(jsonb_build_object('object', w.object_type, 'field', w.field, 'value', w.value) ORDER BY w.object_type DESC, w.field)
           FROM crm_values w WHERE w.onboarding_id = o.id AND w.state = 'pending'), '[]'),
         'effects', coalesce((SELECT jsonb_agg(coalesce(e.payload ->> 'subject', e.payload ->> 'name', e.payload ->> 'body', e.step) ORDER BY e.step)
           FROM effects e WHERE e.onboarding_id = o.id AND e.kind LIKE 'crm_%' AND e.state = 'planned'), '[]'),
         'people', coalesce((SELECT jsonb_agg(jsonb_build_object('name', p.name, 'role', m.role) ORDER BY m.role)
           FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id), '[]'),
         'unmatched', coalesce((SELECT a.data -> 'unmatched' FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'came_aboard' LIMIT 1), '[]')
       ) AS preview,
       jsonb_build_object('deal', o.deal, 'timezone', o.timezone, 'liveAt', o.live_at, 'renewalOn', o.renewal_on, 'targetGoLiveOn', o.target_go_live_on,
         'playbookVersionId', o.playbook_version_id, 'crmMappingId', o.crm_mapping_id) AS onboarding
     FROM onboardings o LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id WHERE o.id = ANY($1::uuid[])`,
    [onboardingIds],
  );
