-- AlterTable
ALTER TABLE "crm_values" ADD COLUMN     "tried" JSONB;
