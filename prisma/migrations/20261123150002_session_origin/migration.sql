-- CreateTable
CREATE TABLE "session_origin" (
    "uid" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_origin_pkey" PRIMARY KEY ("uid")
);

-- CreateIndex
CREATE INDEX "session_origin_account_id_idx" ON "session_origin"("account_id");

-- CreateIndex
CREATE INDEX "session_origin_at_idx" ON "session_origin"("at");

-- AddForeignKey
ALTER TABLE "session_origin" ADD CONSTRAINT "session_origin_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
