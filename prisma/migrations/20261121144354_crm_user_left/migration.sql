-- AlterTable
ALTER TABLE "crm_owners" ADD COLUMN     "is_active" BOOLEAN NOT NULL DEFAULT true;
