-- CreateTable
CREATE TABLE "message_tasks" (
    "message_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "task_id" UUID NOT NULL,

    CONSTRAINT "message_tasks_pkey" PRIMARY KEY ("message_id","number")
);

-- CreateTable
CREATE TABLE "inbound_mails" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "recipient" TEXT,
    "size" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "handled_at" TIMESTAMPTZ(3),
    "from_address" TEXT,
    "subject" TEXT,
    "text" TEXT,
    "person_id" UUID,
    "onboarding_id" UUID,
    "task_id" UUID,
    "proposal" JSONB,
    "decided_by_id" UUID,

    CONSTRAINT "inbound_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_mail_contents" (
    "mail_id" UUID NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "inbound_mail_contents_pkey" PRIMARY KEY ("mail_id")
);

-- CreateTable
CREATE TABLE "mailbox_positions" (
    "mailbox" TEXT NOT NULL,
    "uid_validity" TEXT NOT NULL,
    "last_uid" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "mailbox_positions_pkey" PRIMARY KEY ("mailbox")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "is_scanned" BOOLEAN NOT NULL,
    "added_by_id" UUID,
    "inbound_mail_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_contents" (
    "document_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "document_contents_pkey" PRIMARY KEY ("document_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "inbound_mails_dedupe_key_key" ON "inbound_mails"("dedupe_key");

-- CreateIndex
CREATE INDEX "inbound_mails_state_received_at_idx" ON "inbound_mails"("state", "received_at");

-- CreateIndex
CREATE INDEX "inbound_mails_onboarding_id_idx" ON "inbound_mails"("onboarding_id");

-- CreateIndex
CREATE INDEX "documents_onboarding_id_idx" ON "documents"("onboarding_id");

-- CreateIndex
CREATE UNIQUE INDEX "documents_task_id_sha256_name_key" ON "documents"("task_id", "sha256", "name");
