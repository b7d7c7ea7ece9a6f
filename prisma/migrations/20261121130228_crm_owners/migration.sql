-- CreateTable
CREATE TABLE "crm_owners" (
    "connection_id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "crm_owners_pkey" PRIMARY KEY ("connection_id","owner_id")
);

-- CreateIndex
CREATE INDEX "crm_owners_person_id_idx" ON "crm_owners"("person_id");

-- What was known of the one CRM there was; a deal that is read again tells the rest.
INSERT INTO "crm_owners" ("connection_id", "owner_id", "person_id")
SELECT c."id", p."crm_owner_id", p."id" FROM "people" p CROSS JOIN (SELECT "id" FROM "crm_connections" WHERE "provider" = 'hubspot' LIMIT 1) c
WHERE p."crm_owner_id" IS NOT NULL ON CONFLICT DO NOTHING;

-- AlterTable
ALTER TABLE "people" DROP COLUMN "crm_contact_id",
DROP COLUMN "crm_owner_id";
