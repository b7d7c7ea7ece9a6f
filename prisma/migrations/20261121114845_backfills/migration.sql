-- AlterTable
ALTER TABLE "onboardings" ADD COLUMN     "came_aboard_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "backfills" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "won_since" DATE NOT NULL,
    "cursor" TEXT,
    "sheet" JSONB,
    "error" TEXT,
    "started_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backfills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backfill_items" (
    "backfill_id" UUID NOT NULL,
    "deal_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "playbook_name" TEXT,
    "preview" JSONB,
    "onboarding_id" UUID,

    CONSTRAINT "backfill_items_pkey" PRIMARY KEY ("backfill_id","deal_id")
);

-- CreateIndex
CREATE INDEX "backfills_created_at_idx" ON "backfills"("created_at");

-- CreateIndex
CREATE INDEX "backfill_items_backfill_id_state_deal_id_idx" ON "backfill_items"("backfill_id", "state", "deal_id");
