-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "ticket" JSONB;

-- CreateTable
CREATE TABLE "external_tickets" (
    "task_id" UUID NOT NULL,
    "onboarding_id" UUID NOT NULL,
    "tracker" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "key" TEXT,
    "url" TEXT,
    "status" TEXT,
    "agreed_done" BOOLEAN,
    "agreed_due_on" DATE,
    "told" JSONB,
    "error" TEXT,
    "created_try_at" TIMESTAMPTZ(3),
    "look_at" TIMESTAMPTZ(3),
    "asked" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "external_tickets_pkey" PRIMARY KEY ("task_id")
);

-- CreateIndex
CREATE INDEX "external_tickets_look_at_idx" ON "external_tickets"("look_at");

-- CreateIndex
CREATE INDEX "external_tickets_tracker_key_idx" ON "external_tickets"("tracker", "key");

-- CreateIndex
CREATE INDEX "external_tickets_onboarding_id_idx" ON "external_tickets"("onboarding_id");
