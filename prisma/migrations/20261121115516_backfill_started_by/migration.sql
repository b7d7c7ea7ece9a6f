-- AlterTable
ALTER TABLE "backfills" DROP COLUMN "started_by_id",
ADD COLUMN     "started_by" TEXT NOT NULL;
