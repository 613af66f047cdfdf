-- What directories say, kept as they said it: full readings and deltas are merged into one mirror, and
-- plans are made from it. What a run reads is staged first, in tables that need no log: after a crash
-- they are empty, and the run is read again. No foreign keys from the large tables: sources are never
-- deleted, and a check per row costs more than the row.

-- AlterTable
ALTER TABLE "sync_run" ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'full';

-- CreateTable
CREATE TABLE "source_state" (
    "source_id" UUID NOT NULL,
    "cookie" TEXT,
    "settings_key" TEXT,
    "positions_key" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "full_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_state_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "directory_entry" (
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "dn" TEXT NOT NULL,
    "dn_hash" UUID NOT NULL,
    "digest" UUID NOT NULL,
    "draft" JSONB,
    "names" TEXT[],
    "rejections" JSONB,

    CONSTRAINT "directory_entry_pkey" PRIMARY KEY ("source_id","kind","external_id")
);

-- CreateTable
CREATE TABLE "directory_reference" (
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "dn_hash" UUID NOT NULL,
    "dn_key" TEXT NOT NULL,

    CONSTRAINT "directory_reference_pkey" PRIMARY KEY ("source_id","kind","external_id","dn_hash")
);

-- CreateTable
CREATE TABLE "directory_outcome" (
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "home" TEXT,
    "home_label" TEXT,
    "part" TEXT,
    "part_label" TEXT,
    "print" UUID,

    CONSTRAINT "directory_outcome_pkey" PRIMARY KEY ("source_id","external_id")
);

-- CreateTable
CREATE UNLOGGED TABLE "directory_staged" (
    "run_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "dn" TEXT,
    "dn_hash" UUID,
    "digest" UUID,
    "draft" JSONB,
    "names" TEXT[],
    "rejections" JSONB,

    CONSTRAINT "directory_staged_pkey" PRIMARY KEY ("run_id","kind","external_id")
);

-- CreateTable
CREATE UNLOGGED TABLE "directory_staged_reference" (
    "run_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "dn_hash" UUID NOT NULL,
    "dn_key" TEXT NOT NULL,

    CONSTRAINT "directory_staged_reference_pkey" PRIMARY KEY ("run_id","kind","external_id","dn_hash")
);

-- CreateTable
CREATE TABLE "sync_cancel" (
    "run_id" UUID NOT NULL,
    "by_id" UUID,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_cancel_pkey" PRIMARY KEY ("run_id")
);

-- CreateIndex
CREATE INDEX "directory_entry_source_id_dn_hash_idx" ON "directory_entry"("source_id", "dn_hash");

-- CreateIndex
CREATE INDEX "directory_reference_source_id_dn_hash_idx" ON "directory_reference"("source_id", "dn_hash");

-- AddForeignKey
ALTER TABLE "source_state" ADD CONSTRAINT "source_state_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_cancel" ADD CONSTRAINT "sync_cancel_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
