-- How far a run of the synchronisation is. A table of its own: the run ends by one transaction of
-- repeatable read that updates its row in sync_run, and would fail if somebody wrote there meanwhile.

-- CreateTable
CREATE TABLE "sync_progress" (
    "run_id" UUID NOT NULL,
    "phase" TEXT NOT NULL,
    "people" INTEGER NOT NULL DEFAULT 0,
    "units" INTEGER NOT NULL DEFAULT 0,
    "groups" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_progress_pkey" PRIMARY KEY ("run_id")
);

-- AddForeignKey
ALTER TABLE "sync_progress" ADD CONSTRAINT "sync_progress_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
