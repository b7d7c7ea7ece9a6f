-- AlterTable
ALTER TABLE "onboardings" ADD COLUMN     "crm_mapping_id" UUID;

-- AlterTable
ALTER TABLE "crm_values" ADD COLUMN     "held" JSONB,
ADD COLUMN     "who_wins" TEXT;

-- CreateTable
CREATE TABLE "crm_mappings" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "content" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "activated_at" TIMESTAMPTZ(3),
    "activated_by_id" UUID,

    CONSTRAINT "crm_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm_stopped_fields" (
    "connection_id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crm_stopped_fields_pkey" PRIMARY KEY ("connection_id","object_type","field")
);

-- CreateIndex
CREATE UNIQUE INDEX "crm_mappings_connection_id_version_key" ON "crm_mappings"("connection_id", "version");

-- what was written last is what the CRM held then
UPDATE "crm_values" SET "held" = "value" WHERE "state" = 'written';
