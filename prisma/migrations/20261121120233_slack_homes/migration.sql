-- CreateTable
CREATE TABLE "slack_homes" (
    "team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "shown" TEXT NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "asked" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "slack_homes_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateIndex
CREATE INDEX "slack_homes_person_id_idx" ON "slack_homes"("person_id");

-- CreateIndex
CREATE INDEX "slack_homes_look_at_idx" ON "slack_homes"("look_at");
