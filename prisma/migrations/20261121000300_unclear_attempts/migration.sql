-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "unclear_attempts" INTEGER NOT NULL DEFAULT 0;
