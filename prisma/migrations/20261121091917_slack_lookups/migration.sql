-- CreateTable
CREATE TABLE "slack_lookups" (
    "person_id" UUID NOT NULL,
    "looked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_lookups_pkey" PRIMARY KEY ("person_id")
);
