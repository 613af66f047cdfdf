-- What an applied run changed, so that it can be undone.

-- AlterTable
ALTER TABLE "sync_run" ADD COLUMN     "undone_at" TIMESTAMPTZ(3),
ADD COLUMN     "undone_by_id" UUID,
ADD COLUMN     "undone_by_name" TEXT,
ADD COLUMN     "undone_reason" TEXT;

-- CreateTable
CREATE TABLE "sync_undo" (
    "run_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "part" TEXT NOT NULL DEFAULT '',
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "sync_undo_pkey" PRIMARY KEY ("run_id","entity","entity_id","part")
);

-- AddForeignKey
ALTER TABLE "sync_undo" ADD CONSTRAINT "sync_undo_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
