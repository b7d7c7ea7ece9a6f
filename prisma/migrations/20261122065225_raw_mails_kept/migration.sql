-- AlterTable
ALTER TABLE "inbound_mails" ADD COLUMN     "is_raw_kept" BOOLEAN NOT NULL DEFAULT true;

UPDATE "inbound_mails" m SET is_raw_kept = false WHERE NOT EXISTS (SELECT 1 FROM "inbound_mail_contents" c WHERE c.mail_id = m.id);

-- Of all the mails that were ever read, those whose content can still be removed.
CREATE INDEX "inbound_mails_purged_next" ON "inbound_mails" ("handled_at") WHERE is_raw_kept AND state IN ('handled', 'ignored');
