-- CreateTable
CREATE TABLE "subject_salt" (
    "id" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "subject_salt_pkey" PRIMARY KEY ("id")
);
