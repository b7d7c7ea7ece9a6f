-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "compared_to" TEXT;
