-- AlterTable
ALTER TABLE "backfills" ADD COLUMN     "empty_rows" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unmatched" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "backfill_items" ADD COLUMN     "customer" TEXT;
