-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "access" JSONB,
ADD COLUMN     "last_answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "won_since" DATE;

-- AlterTable
ALTER TABLE "backfill_items" ADD COLUMN     "playbook_key" TEXT;
