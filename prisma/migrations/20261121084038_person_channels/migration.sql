-- CreateTable
CREATE TABLE "person_channels" (
    "person_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'email_match',
    "unwanted" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "unreachable_since" TIMESTAMPTZ(3),
    "unreachable_reason" TEXT,

    CONSTRAINT "person_channels_pkey" PRIMARY KEY ("person_id","channel")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_channels_channel_address_key" ON "person_channels"("channel", "address");

-- CreateIndex
CREATE INDEX "intents_person_id_planned_at_idx" ON "intents"("person_id", "planned_at");

-- CreateIndex
CREATE INDEX "silences_person_id_from_at_idx" ON "silences"("person_id", "from_at");

-- Whom mail did not reach so far: at the address they have now.
INSERT INTO "person_channels" ("person_id", "channel", "address", "unreachable_since", "unreachable_reason")
SELECT "id", 'email', "email", "unreachable_since", "unreachable_reason" FROM "people" WHERE "unreachable_since" IS NOT NULL;
