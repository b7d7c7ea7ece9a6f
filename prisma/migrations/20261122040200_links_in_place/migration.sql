-- AlterTable
ALTER TABLE "task_links" ADD COLUMN     "in_place_of_id" UUID;

-- Links that are out already: their reader stands in for the owner and was never asked themself.
UPDATE "task_links" l SET "in_place_of_id" = w."id" FROM "tasks" t JOIN "people" w ON w."id" = t."owner_id"
WHERE t."id" = l."task_id" AND l."person_id" <> w."id" AND l."person_id" IN (w."delegate_id", w."cover_id")
  AND NOT EXISTS (SELECT 1 FROM "intents" i WHERE i."task_id" = l."task_id" AND i."person_id" = l."person_id");
