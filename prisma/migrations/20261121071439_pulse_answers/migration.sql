-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "answer" TEXT;
