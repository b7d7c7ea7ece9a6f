-- CreateIndex
CREATE INDEX "task_links_person_id_idx" ON "task_links"("person_id");
