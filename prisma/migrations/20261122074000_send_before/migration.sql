-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "send_before" TIMESTAMPTZ(3);
