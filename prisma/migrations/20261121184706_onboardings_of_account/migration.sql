-- CreateIndex
CREATE INDEX "onboardings_account_id_idx" ON "onboardings"("account_id");
