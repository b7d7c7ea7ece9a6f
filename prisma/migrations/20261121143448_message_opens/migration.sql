-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "delivered_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "message_opens" (
    "message_id" UUID NOT NULL,
    "is_machine" BOOLEAN NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "message_opens_pkey" PRIMARY KEY ("message_id","is_machine")
);
