-- AlterTable
ALTER TABLE "rate_buckets" DROP COLUMN "granted",
ADD COLUMN     "granted" INTEGER NOT NULL DEFAULT 0;
