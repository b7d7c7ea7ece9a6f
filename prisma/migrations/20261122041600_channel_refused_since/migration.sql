-- AlterTable
ALTER TABLE "slack_channels" DROP COLUMN "state",
ADD COLUMN     "refused_since" TIMESTAMPTZ(3);

UPDATE "slack_channels" SET "refused_since" = "created_at" WHERE "reason" IS NOT NULL;
