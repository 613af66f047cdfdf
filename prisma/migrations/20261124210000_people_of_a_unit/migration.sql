-- Who works in a unit, answered from the index alone.

-- DropIndex
DROP INDEX "post_unit_id_idx";

-- CreateIndex
CREATE INDEX "post_unit_id_account_id_idx" ON "post"("unit_id", "account_id");
