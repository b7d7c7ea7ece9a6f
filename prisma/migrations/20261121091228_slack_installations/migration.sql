-- CreateTable
CREATE TABLE "slack_installations" (
    "id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "team_name" TEXT NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "token" BYTEA NOT NULL,
    "scopes" TEXT[],
    "installed_by_id" UUID,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,
    "last_event_at" TIMESTAMPTZ(3),

    CONSTRAINT "slack_installations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "slack_installations_team_id_key" ON "slack_installations"("team_id");
