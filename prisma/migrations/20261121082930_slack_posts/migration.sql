-- CreateTable
CREATE TABLE "slack_posts" (
    "message_id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "task_ids" UUID[],
    "shown" TEXT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "watched_until" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "asked" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "slack_posts_pkey" PRIMARY KEY ("message_id")
);

-- CreateIndex
CREATE INDEX "slack_posts_task_ids_idx" ON "slack_posts" USING GIN ("task_ids");

-- CreateIndex
CREATE INDEX "slack_posts_look_at_idx" ON "slack_posts"("look_at");
