-- AlterTable
ALTER TABLE "crm_values" ADD COLUMN     "wanted_by" TEXT;
