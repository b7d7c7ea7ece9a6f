-- AlterTable
ALTER TABLE "people" ADD COLUMN     "cover_from" DATE,
ADD COLUMN     "cover_id" UUID,
ADD COLUMN     "cover_until" DATE;
