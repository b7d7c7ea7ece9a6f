-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "deal_search_off_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "fields" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- A field that stops while another one has stopped is news.
DROP INDEX "alerts_open";
CREATE UNIQUE INDEX "alerts_open" ON "alerts"("kind", "subject_id", "fields") WHERE "resolved_at" IS NULL;
