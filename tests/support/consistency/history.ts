/** What a run that found differences tells of the deals they are about, for whoever looks for the cause. */
import type pg from 'pg';

const mostDeals = 4;

export async function historyOf(db: pg.Pool, differences: string[]): Promise<string> {
  const named = differences.flatMap((words) => /deal[: ](\w{8,})/.exec(words)?.[1] ?? []);
  const told = [...new Set(named)].slice(0, mostDeals).map(async (dealId) => {
    const lines = await Promise.all(
      queries.map(async (sql) => (await db.query<Record<string, unknown>>(sql, [dealId])).rows),
    );
    return [`--- deal ${dealId}`, ...lines.flat().map((line) => JSON.stringify(line))].join('\n');
  });
  return (await Promise.all(told)).join('\n');
}

const ofDeal = `(SELECT o.id FROM onboardings o WHERE o.deal_id = $1)`;
const queries = [
  `SELECT id, cycle, status, held_by, hold_reason, handoff, problems, crm_wanted FROM onboardings WHERE deal_id = $1 ORDER BY cycle`,
  `SELECT is_won, is_deleted, snapshot ->> 'stageLabel' AS stage, read_at FROM deals WHERE deal_id = $1`,
  `SELECT kind, state, reason, payload -> 'propertyName' AS property, received_at FROM inbox_events WHERE deal_id = $1 ORDER BY id DESC LIMIT 12`,
  `SELECT object_type, field, value, state, held, who_wins, onboarding_id, error FROM crm_values WHERE (record_id = $1 OR onboarding_id IN ${ofDeal}) AND field NOT LIKE 'gangway%'`,
  `SELECT at, direction, object_type, field, before, after, result, error FROM sync_ledger
   WHERE (record_id = $1 OR onboarding_id IN ${ofDeal}) AND field NOT LIKE 'gangway%' ORDER BY id DESC LIMIT 60`,
];
