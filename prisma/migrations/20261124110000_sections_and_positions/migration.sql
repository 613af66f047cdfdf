-- Where an application stands in the portal is a catalogue of its own, which administrators arrange; until
-- now it was the class of the application, so that is where each one begins.
-- A position that was merged into another says into which, and the other one knows the names that directories
-- go on calling it by.

-- AlterTable
ALTER TABLE "catalog_item" ADD COLUMN     "also_called" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "replaced_by" TEXT;

-- AlterTable
ALTER TABLE "application" ADD COLUMN     "section" TEXT;
UPDATE "application" SET section = class WHERE NOT built_in;

-- CreateIndex
CREATE INDEX "post_position_code_idx" ON "post"("position_code");
