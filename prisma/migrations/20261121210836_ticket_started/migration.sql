-- AlterTable
ALTER TABLE "external_tickets" ADD COLUMN     "agreed_started" BOOLEAN NOT NULL DEFAULT false;
