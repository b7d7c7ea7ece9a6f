-- The work queue looks for a few rows among very many.
CREATE INDEX "intents_of_queue" ON "intents" ("task_id", "kind", "planned_at") INCLUDE ("state") WHERE kind IN ('hold_notice', 'escalation');
CREATE INDEX "intents_go_live" ON "intents" ("onboarding_id", "planned_at") WHERE kind = 'go_live_request';
CREATE INDEX "messages_in_doubt" ON "messages" ("claimed_at") WHERE state IN ('unclear', 'failed');
