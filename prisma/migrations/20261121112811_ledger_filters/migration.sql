-- CreateIndex
CREATE INDEX "sync_ledger_record_id_id_idx" ON "sync_ledger"("record_id", "id");

-- CreateIndex
CREATE INDEX "sync_ledger_result_id_idx" ON "sync_ledger"("result", "id");

-- CreateIndex
CREATE INDEX "sync_ledger_at_idx" ON "sync_ledger" USING BRIN ("at");
