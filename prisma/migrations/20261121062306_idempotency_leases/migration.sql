-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN     "lease_id" UUID,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3);
