-- AlterTable
ALTER TABLE "task_links" ADD COLUMN     "is_for_blockers" BOOLEAN NOT NULL DEFAULT false;


-- those that were written to about what it waits for, and never about the task
UPDATE "task_links" l SET "is_for_blockers" = true
WHERE EXISTS (SELECT 1 FROM "messages" m JOIN "intents" i ON i."message_id" = m."id" WHERE m."person_id" = l."person_id" AND i."task_id" = l."task_id" AND i."blocker_id" IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM "messages" m JOIN "intents" i ON i."message_id" = m."id" WHERE m."person_id" = l."person_id" AND i."task_id" = l."task_id" AND i."blocker_id" IS NULL);
