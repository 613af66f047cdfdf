-- Who works in a unit, and where somebody works, answered from the index alone.

-- DropIndex
DROP INDEX "post_account_id_idx";

-- DropIndex
DROP INDEX "post_unit_id_idx";

-- CreateIndex
CREATE INDEX "post_account_id_unit_id_idx" ON "post"("account_id", "unit_id");

-- CreateIndex
CREATE INDEX "post_unit_id_account_id_idx" ON "post"("unit_id", "account_id");
