-- For whom somebody stands in is asked with each home and list of theirs; few have one among all customers' people.
CREATE INDEX "people_delegates" ON "people" ("delegate_id") WHERE "delegate_id" IS NOT NULL;
CREATE INDEX "people_covers" ON "people" ("cover_id") WHERE "cover_id" IS NOT NULL;
