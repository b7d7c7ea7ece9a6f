-- AlterTable
ALTER TABLE "effects" ADD COLUMN     "lease_id" UUID,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3);
