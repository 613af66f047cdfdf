-- Password history, devices an account is known on, failed sign-ins of the last hour and the attacks seen in them.

-- AlterTable
ALTER TABLE "throttle" ADD COLUMN     "of_name" TEXT,
ADD COLUMN     "refused" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "password_history" (
    "account_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_history_pkey" PRIMARY KEY ("account_id","hash")
);

-- CreateTable
CREATE TABLE "known_device" (
    "account_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "known_device_pkey" PRIMARY KEY ("account_id","hash")
);

-- CreateTable
CREATE TABLE "sign_in_try" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "of_name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "subnet" TEXT NOT NULL,
    "known" BOOLEAN NOT NULL,

    CONSTRAINT "sign_in_try_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attack" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "account_id" UUID,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "names" INTEGER NOT NULL,
    "addresses" INTEGER NOT NULL,

    CONSTRAINT "attack_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_in_try_at_idx" ON "sign_in_try"("at");

-- CreateIndex
CREATE INDEX "sign_in_try_of_name_address_idx" ON "sign_in_try"("of_name", "address");

-- CreateIndex
CREATE INDEX "attack_last_at_idx" ON "attack"("last_at");

-- CreateIndex
CREATE INDEX "throttle_of_name_idx" ON "throttle"("of_name");

-- AddForeignKey
ALTER TABLE "password_history" ADD CONSTRAINT "password_history_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attack" ADD CONSTRAINT "attack_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
