-- Imports are read and applied in the background: how far they are, and why they ended, stands in
-- their row. What was waiting to be applied stays as it is.

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'reading',
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "reason_detail" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "total" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "rows" SET DEFAULT '[]',
ALTER COLUMN "lines" SET DEFAULT '[]',
ALTER COLUMN "digest" DROP NOT NULL,
ALTER COLUMN "counts" SET DEFAULT '{}';
