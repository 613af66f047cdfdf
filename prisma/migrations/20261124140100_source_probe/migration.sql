-- How far the last test of a connection came: the page shows it, and looking at the page tests nothing.

-- AlterTable
ALTER TABLE "source_state" ADD COLUMN     "probe" JSONB,
ADD COLUMN     "probed_at" TIMESTAMPTZ(3);
