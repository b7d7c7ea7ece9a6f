-- AlterTable
ALTER TABLE "crm_connections" ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'live';
