-- DropIndex
DROP INDEX "slack_posts_task_ids_idx";

-- AlterTable
ALTER TABLE "slack_posts" DROP COLUMN "task_ids",
ADD COLUMN     "subject_ids" UUID[];

-- CreateIndex
CREATE INDEX "slack_posts_subject_ids_idx" ON "slack_posts" USING GIN ("subject_ids");
