-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "detail" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alerts_kind_subject_id_idx" ON "alerts"("kind", "subject_id");

-- One of a kind at a time for each subject.
CREATE UNIQUE INDEX "alerts_open" ON "alerts"("kind", "subject_id") WHERE "resolved_at" IS NULL;
