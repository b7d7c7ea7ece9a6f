-- CreateIndex
CREATE INDEX "onboardings_updated_at_id_idx" ON "onboardings"("updated_at", "id");

-- The work queue looks for the few that have a problem, and for the phases that ask for an approval at all.
CREATE INDEX "onboardings_with_problems" ON "onboardings" ("updated_at") WHERE jsonb_array_length(problems) > 0;
CREATE INDEX "phases_awaiting_approval" ON "phases" ("onboarding_id") WHERE status <> 'done'
  AND CASE status WHEN 'in_progress' THEN exit_gate ELSE entry_gate END @? '$.criteria[*] ? (@.kind == "approval" && @.approvedAt == null)';
