-- AlterTable
ALTER TABLE "person_channels" ALTER COLUMN "address" DROP NOT NULL;
