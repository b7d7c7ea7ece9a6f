-- AlterTable
ALTER TABLE "message_tasks" ADD COLUMN     "blocker_id" UUID;

-- Mails that are out already mean what is missing, too.
UPDATE "message_tasks" x SET "blocker_id" = i."blocker_id" FROM "intents" i
WHERE i."message_id" = x."message_id" AND i."task_id" = x."task_id" AND i."kind" = 'blocker';
