-- The lines of a run are deleted with it by the statement that does so: a check of each would cost a first run
-- as much as writing them does.

-- DropForeignKey
ALTER TABLE "sync_change" DROP CONSTRAINT "sync_change_run_id_fkey";
