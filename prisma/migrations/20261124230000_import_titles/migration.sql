-- The titles of a file that nothing was read from.

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "unknown_titles" TEXT[] DEFAULT ARRAY[]::TEXT[];
