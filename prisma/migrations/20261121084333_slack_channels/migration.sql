-- CreateTable
CREATE TABLE "slack_channels" (
    "onboarding_id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_channels_pkey" PRIMARY KEY ("onboarding_id")
);

-- CreateIndex
CREATE INDEX "slack_channels_channel_id_idx" ON "slack_channels"("channel_id");
