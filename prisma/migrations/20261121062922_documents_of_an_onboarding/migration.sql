-- AlterTable
ALTER TABLE "documents" ALTER COLUMN "task_id" DROP NOT NULL;
