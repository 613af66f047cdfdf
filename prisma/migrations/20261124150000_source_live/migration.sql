-- How the changes of a source are followed, for whoever looks from whichever node. Not in the row of
-- the source: every node hears of changes there, and would start following anew.

-- CreateTable
CREATE TABLE "source_live" (
    "source_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "method" TEXT,
    "persistent" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3),
    "run_id" UUID,
    "reason" TEXT,
    "reason_detail" JSONB NOT NULL DEFAULT '{}',
    "heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_live_pkey" PRIMARY KEY ("source_id")
);

-- AddForeignKey
ALTER TABLE "source_live" ADD CONSTRAINT "source_live_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
