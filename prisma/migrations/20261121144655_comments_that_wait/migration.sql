-- AlterTable
ALTER TABLE "comments" ADD COLUMN     "read_at" TIMESTAMPTZ(3),
ADD COLUMN     "read_by_id" UUID,
ADD COLUMN     "waiting_since" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "comments_waiting_since_idx" ON "comments"("waiting_since");
