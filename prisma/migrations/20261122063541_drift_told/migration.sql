-- AlterTable
ALTER TABLE "crm_values" ADD COLUMN     "is_drift_told" BOOLEAN NOT NULL DEFAULT false;
