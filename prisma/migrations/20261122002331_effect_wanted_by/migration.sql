-- AlterTable
ALTER TABLE "effects" ADD COLUMN     "wanted_by" TEXT;
