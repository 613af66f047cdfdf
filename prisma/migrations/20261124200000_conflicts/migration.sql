-- Names that several entries ask for, what was decided about them, and which source goes first.

-- AlterTable
ALTER TABLE "source" ADD COLUMN     "rank" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "directory_conflict" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "dn" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "holder_id" UUID,
    "first_run_id" UUID NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_run_id" UUID NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_conflict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_decision" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "given" TEXT,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" UUID,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "directory_conflict_source_id_external_id_what_key" ON "directory_conflict"("source_id", "external_id", "what");

-- CreateIndex
CREATE INDEX "directory_decision_at_id_idx" ON "directory_decision"("at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "directory_decision_source_id_external_id_what_key" ON "directory_decision"("source_id", "external_id", "what");

-- CreateIndex
CREATE UNIQUE INDEX "directory_decision_given_key" ON "directory_decision"("given");

-- AddForeignKey
ALTER TABLE "directory_conflict" ADD CONSTRAINT "directory_conflict_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_decision" ADD CONSTRAINT "directory_decision_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Sources that were there before keep the order in which they came.
UPDATE "source" SET rank = n.rank FROM (
  SELECT id, row_number() OVER (ORDER BY created_at, id)::int AS rank FROM "source") n
WHERE n.id = "source".id;
