-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "value_labels" JSONB NOT NULL DEFAULT '{}';
