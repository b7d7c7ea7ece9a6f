-- AlterTable
ALTER TABLE "playbook_versions" ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "own_ladders" TEXT;
