-- AlterTable
ALTER TABLE "documents" ADD COLUMN     "visibility" TEXT NOT NULL DEFAULT 'shared';

-- what our own people answered to a mail of ours
UPDATE "documents" d SET "visibility" = 'internal' FROM "inbound_mails" m JOIN "people" p ON p."id" = m."person_id"
WHERE d."inbound_mail_id" = m."id" AND p."side" = 'team' AND m."task_id" IS NOT NULL;
