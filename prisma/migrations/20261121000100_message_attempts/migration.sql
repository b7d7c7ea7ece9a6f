-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "started_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "intents_message_id_idx" ON "intents"("message_id");

-- A digest that wakes asks for what it claimed and has not settled
DROP INDEX "messages_claimed";
CREATE INDEX "messages_unsettled" ON "messages" ("person_id") WHERE state IN ('claimed', 'sending');
