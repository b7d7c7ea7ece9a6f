-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "field_labels" JSONB NOT NULL DEFAULT '{}';
