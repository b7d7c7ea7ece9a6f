-- DropIndex
DROP INDEX "slack_posts_subject_ids_idx";

-- AlterTable
ALTER TABLE "slack_posts" DROP COLUMN "subject_ids";

-- CreateTable
CREATE TABLE "slack_post_subjects" (
    "subject_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,

    CONSTRAINT "slack_post_subjects_pkey" PRIMARY KEY ("subject_id","message_id")
);

-- CreateIndex
CREATE INDEX "slack_post_subjects_message_id_idx" ON "slack_post_subjects"("message_id");

-- AddForeignKey
ALTER TABLE "slack_post_subjects" ADD CONSTRAINT "slack_post_subjects_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "slack_posts"("message_id") ON DELETE CASCADE ON UPDATE CASCADE;
