-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "business_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offset_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "business_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "crm_connections" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "status_since" TIMESTAMPTZ(3) NOT NULL,
    "last_event_at" TIMESTAMPTZ(3),
    "last_reconciled_at" TIMESTAMPTZ(3),
    "last_drained_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_buckets" (
    "connection_id" UUID NOT NULL,
    "limit_class" TEXT NOT NULL,
    "capacity" DOUBLE PRECISION NOT NULL,
    "refill_per_second" DOUBLE PRECISION NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),
    "granted" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "rate_buckets_pkey" PRIMARY KEY ("connection_id","limit_class")
);

-- CreateTable
CREATE TABLE "inbox_events" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "deal_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_refusals" (
    "provider" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "webhook_refusals_pkey" PRIMARY KEY ("provider","reason","day")
);

-- CreateTable
CREATE TABLE "deals" (
    "connection_id" UUID NOT NULL,
    "deal_id" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "is_won" BOOLEAN NOT NULL,
    "is_deleted" BOOLEAN NOT NULL DEFAULT false,
    "no_onboarding_reason" TEXT,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deals_pkey" PRIMARY KEY ("connection_id","deal_id")
);

-- CreateTable
CREATE TABLE "deal_aliases" (
    "connection_id" UUID NOT NULL,
    "deal_id" TEXT NOT NULL,
    "canonical_deal_id" TEXT NOT NULL,

    CONSTRAINT "deal_aliases_pkey" PRIMARY KEY ("connection_id","deal_id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "connection_id" UUID,
    "crm_id" TEXT,
    "name" TEXT NOT NULL,
    "domain" TEXT,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "staff_role" TEXT,
    "timezone" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "work_days" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5]::INTEGER[],
    "work_start" INTEGER NOT NULL DEFAULT 540,
    "work_end" INTEGER NOT NULL DEFAULT 1020,
    "holiday_country" TEXT,
    "absent_from" DATE,
    "absent_until" DATE,
    "delegate_id" UUID,
    "manager_id" UUID,
    "unreachable_since" TIMESTAMPTZ(3),
    "unreachable_reason" TEXT,
    "unsubscribed" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "crm_owner_id" TEXT,
    "crm_contact_id" TEXT,
    "next_wake_at" TIMESTAMPTZ(3),
    "deactivated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playbook_versions" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "is_current" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "playbook_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "onboardings" (
    "id" UUID NOT NULL,
    "connection_id" UUID,
    "deal_id" TEXT,
    "cycle" INTEGER NOT NULL DEFAULT 1,
    "workflow_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "playbook_version_id" UUID,
    "deal" JSONB NOT NULL,
    "handoff" JSONB NOT NULL DEFAULT '{}',
    "handoff_waived_reason" TEXT,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "won_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "handoff_completed_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "kickoff_on" DATE,
    "target_go_live_on" DATE,
    "promised_go_live_on" DATE,
    "first_value_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "transitioned_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "hold_reason" TEXT,
    "held_at" TIMESTAMPTZ(3),
    "resume_on" DATE,
    "held_by" TEXT,
    "is_urgent" BOOLEAN NOT NULL DEFAULT false,
    "calendar_country" TEXT,
    "timezone" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "health" INTEGER,
    "health_status" TEXT,
    "health_reasons" JSONB NOT NULL DEFAULT '[]',
    "health_override" JSONB,
    "health_baseline" JSONB,
    "plan_baseline" JSONB,
    "forecast" JSONB,
    "current_phase" TEXT,
    "renewal_on" DATE,
    "crm_wanted" JSONB NOT NULL DEFAULT '{}',
    "chase" JSONB NOT NULL DEFAULT '{}',
    "next_wake_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "onboardings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phases" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "owner_role" TEXT NOT NULL,
    "entry_gate" JSONB NOT NULL,
    "exit_gate" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "phases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "milestones" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "phase_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "definition_of_done" TEXT NOT NULL,
    "completion" TEXT NOT NULL,
    "is_first_value" BOOLEAN NOT NULL DEFAULT false,
    "is_go_live" BOOLEAN NOT NULL DEFAULT false,
    "target_on" DATE,
    "baseline_on" DATE,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,

    CONSTRAINT "milestones_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "phase_id" UUID NOT NULL,
    "milestone_id" UUID,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "workstream" TEXT,
    "type" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "owner_id" UUID,
    "visibility" TEXT NOT NULL DEFAULT 'shared',
    "status" TEXT NOT NULL,
    "how_to" JSONB NOT NULL,
    "schedule" JSONB NOT NULL,
    "depends_on" UUID[],
    "integration_key" TEXT,
    "fills_role" TEXT,
    "start_on" DATE,
    "due_on" DATE,
    "is_due_locked" BOOLEAN NOT NULL DEFAULT false,
    "baseline_due_on" DATE,
    "due_moved" JSONB,
    "planned_hours" DOUBLE PRECISION,
    "ladder" TEXT NOT NULL,
    "is_urgent" BOOLEAN NOT NULL DEFAULT false,
    "ready_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "done_via" TEXT,
    "skip_reason" TEXT,
    "snoozed_until" DATE,
    "snooze_reason" TEXT,
    "chase" JSONB NOT NULL DEFAULT '{}',
    "nudge_count" INTEGER NOT NULL DEFAULT 0,
    "last_nudged_at" TIMESTAMPTZ(3),

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blockers" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "task_id" UUID,
    "milestone_id" UUID,
    "what" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "person_id" UUID,
    "expected_on" DATE,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "resolution" TEXT,
    "chase" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "blockers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_items" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "owner_role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "checks" JSONB NOT NULL,
    "note" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "integration_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "person_id" UUID,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "task_id" UUID,
    "author_id" UUID,
    "via" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "visibility" TEXT NOT NULL DEFAULT 'shared',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" BIGSERIAL NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "data" JSONB NOT NULL,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "effects" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "result" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "effects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intents" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "task_id" UUID,
    "blocker_id" UUID,
    "kind" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "message_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "intents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'email',
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "subject" TEXT,
    "state" TEXT NOT NULL,
    "local_date" DATE NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "provider_message_id" TEXT,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_days" (
    "person_id" UUID NOT NULL,
    "local_date" DATE NOT NULL,
    "message_id" UUID NOT NULL,

    CONSTRAINT "person_days_pkey" PRIMARY KEY ("person_id","local_date")
);

-- CreateTable
CREATE TABLE "silences" (
    "id" BIGSERIAL NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "task_id" UUID,
    "person_id" UUID,
    "reason" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),

    CONSTRAINT "silences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm_values" (
    "connection_id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "why" TEXT NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "written_version" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "wanted_at" TIMESTAMPTZ(3) NOT NULL,
    "written_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_values_pkey" PRIMARY KEY ("connection_id","object_type","record_id","field")
);

-- CreateTable
CREATE TABLE "sync_ledger" (
    "id" BIGSERIAL NOT NULL,
    "connection_id" UUID NOT NULL,
    "onboarding_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "direction" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "why" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "error" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "sync_ledger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "workflow_id" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 3,
    "sequence" BIGINT NOT NULL DEFAULT 1,
    "enqueued_at" TIMESTAMPTZ(3) NOT NULL,
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "check_ins" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "health" INTEGER,
    "baseline" INTEGER,
    "note" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "next_wake_at" TIMESTAMPTZ(3),

    CONSTRAINT "check_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_tokens" (
    "token_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "redirect_to" TEXT,

    CONSTRAINT "login_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "task_links" (
    "token_hash" TEXT NOT NULL,
    "task_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "rate_counters" (
    "subject" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_counters_pkey" PRIMARY KEY ("subject","window_start")
);

-- CreateIndex
CREATE UNIQUE INDEX "crm_connections_provider_account_id_key" ON "crm_connections"("provider", "account_id");

-- CreateIndex
CREATE INDEX "inbox_events_received_at_idx" ON "inbox_events"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_events_connection_id_dedupe_key_key" ON "inbox_events"("connection_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_connection_id_crm_id_key" ON "accounts"("connection_id", "crm_id");

-- CreateIndex
CREATE UNIQUE INDEX "people_email_key" ON "people"("email");

-- CreateIndex
CREATE INDEX "people_next_wake_at_idx" ON "people"("next_wake_at");

-- CreateIndex
CREATE UNIQUE INDEX "playbook_versions_key_version_key" ON "playbook_versions"("key", "version");

-- CreateIndex
CREATE UNIQUE INDEX "onboardings_workflow_id_key" ON "onboardings"("workflow_id");

-- CreateIndex
CREATE INDEX "onboardings_status_updated_at_idx" ON "onboardings"("status", "updated_at");

-- CreateIndex
CREATE INDEX "onboardings_next_wake_at_idx" ON "onboardings"("next_wake_at");

-- CreateIndex
CREATE UNIQUE INDEX "onboardings_connection_id_deal_id_cycle_key" ON "onboardings"("connection_id", "deal_id", "cycle");

-- CreateIndex
CREATE UNIQUE INDEX "phases_onboarding_id_key_key" ON "phases"("onboarding_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "milestones_onboarding_id_key_key" ON "milestones"("onboarding_id", "key");

-- CreateIndex
CREATE INDEX "tasks_owner_id_status_due_on_idx" ON "tasks"("owner_id", "status", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_onboarding_id_key_key" ON "tasks"("onboarding_id", "key");

-- CreateIndex
CREATE INDEX "blockers_onboarding_id_idx" ON "blockers"("onboarding_id");

-- CreateIndex
CREATE UNIQUE INDEX "integration_items_onboarding_id_key_environment_key" ON "integration_items"("onboarding_id", "key", "environment");

-- CreateIndex
CREATE INDEX "members_person_id_idx" ON "members"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "members_onboarding_id_role_key" ON "members"("onboarding_id", "role");

-- CreateIndex
CREATE INDEX "comments_onboarding_id_created_at_idx" ON "comments"("onboarding_id", "created_at");

-- CreateIndex
CREATE INDEX "activity_onboarding_id_id_idx" ON "activity"("onboarding_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "effects_onboarding_id_step_version_key" ON "effects"("onboarding_id", "step", "version");

-- CreateIndex
CREATE UNIQUE INDEX "intents_dedupe_key_key" ON "intents"("dedupe_key");

-- CreateIndex
CREATE INDEX "intents_onboarding_id_planned_at_idx" ON "intents"("onboarding_id", "planned_at");

-- CreateIndex
CREATE INDEX "intents_task_id_idx" ON "intents"("task_id");

-- CreateIndex
CREATE INDEX "messages_person_id_claimed_at_idx" ON "messages"("person_id", "claimed_at");

-- CreateIndex
CREATE INDEX "silences_onboarding_id_from_at_idx" ON "silences"("onboarding_id", "from_at");

-- CreateIndex
CREATE INDEX "sync_ledger_connection_id_id_idx" ON "sync_ledger"("connection_id", "id");

-- CreateIndex
CREATE INDEX "sync_ledger_onboarding_id_id_idx" ON "sync_ledger"("onboarding_id", "id");

-- CreateIndex
CREATE INDEX "check_ins_next_wake_at_idx" ON "check_ins"("next_wake_at");

-- CreateIndex
CREATE UNIQUE INDEX "check_ins_onboarding_id_kind_key" ON "check_ins"("onboarding_id", "kind");

-- CreateIndex
CREATE INDEX "login_tokens_person_id_created_at_idx" ON "login_tokens"("person_id", "created_at");

-- CreateIndex
CREATE INDEX "sessions_person_id_idx" ON "sessions"("person_id");

-- CreateIndex
CREATE INDEX "task_links_task_id_idx" ON "task_links"("task_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- AddForeignKey
ALTER TABLE "onboardings" ADD CONSTRAINT "onboardings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboardings" ADD CONSTRAINT "onboardings_playbook_version_id_fkey" FOREIGN KEY ("playbook_version_id") REFERENCES "playbook_versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phases" ADD CONSTRAINT "phases_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blockers" ADD CONSTRAINT "blockers_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_items" ADD CONSTRAINT "integration_items_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboardings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What screens and processes ask for, and Prisma cannot say
CREATE INDEX "inbox_events_pending" ON "inbox_events" ("connection_id", "deal_id", "id") WHERE state = 'pending';
CREATE INDEX "inbox_events_quarantined" ON "inbox_events" ("id") WHERE state = 'quarantined';
CREATE INDEX "intents_open" ON "intents" ("person_id") WHERE state IN ('planned', 'claimed');
CREATE INDEX "effects_unfinished" ON "effects" ("onboarding_id") WHERE state IN ('planned', 'started', 'unclear');
CREATE INDEX "crm_values_pending" ON "crm_values" ("connection_id", "wanted_at") WHERE state = 'pending';
CREATE INDEX "crm_values_failed" ON "crm_values" ("onboarding_id") WHERE state = 'failed';
CREATE INDEX "silences_open" ON "silences" ("onboarding_id", "task_id") WHERE until_at IS NULL;
CREATE INDEX "outbox_order" ON "outbox" ("priority", "enqueued_at");
CREATE INDEX "messages_claimed" ON "messages" ("person_id") WHERE state = 'claimed';
