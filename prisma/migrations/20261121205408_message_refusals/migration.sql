-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "refused_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "messages_accepted_at_idx" ON "messages" USING BRIN ("accepted_at");

CREATE INDEX "messages_refused" ON "messages" ("address", "refused_at") WHERE refused_at IS NOT NULL;
