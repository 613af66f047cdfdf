-- One person whom several directories know: one account, put together from a share for each of them.

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "joined_to_id" UUID;
ALTER TABLE "login_name" ADD COLUMN     "share_id" UUID;
ALTER TABLE "post" ADD COLUMN     "share_id" UUID,
ADD COLUMN     "share_main" BOOLEAN;

-- A password is known for each directory that has one.
ALTER TABLE "outage_verifier" DROP CONSTRAINT "outage_verifier_pkey",
ADD CONSTRAINT "outage_verifier_pkey" PRIMARY KEY ("account_id", "source_id");

-- CreateTable
CREATE TABLE "account_share" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "dn" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "state_note" TEXT,
    "full_name" TEXT NOT NULL,
    "family_name" TEXT,
    "middle_name" TEXT,
    "given_name" TEXT,
    "mail" TEXT,
    "phone" TEXT,
    "employee_number" TEXT,
    "brought" JSONB NOT NULL DEFAULT '{}',
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_share_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_share_source_id_external_id_key" ON "account_share"("source_id", "external_id");
CREATE UNIQUE INDEX "account_share_account_id_source_id_key" ON "account_share"("account_id", "source_id");
CREATE INDEX "account_joined_to_id_idx" ON "account"("joined_to_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_joined_to_id_fkey" FOREIGN KEY ("joined_to_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "account_share" ADD CONSTRAINT "account_share_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "account_share" ADD CONSTRAINT "account_share_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX post_by_share ON "post" (share_id) WHERE share_id IS NOT NULL;
CREATE INDEX login_name_by_share ON "login_name" (share_id) WHERE share_id IS NOT NULL;

-- What was joined away has ended and answers to nothing.
ALTER TABLE "account" ADD CONSTRAINT account_joined_is_retired
  CHECK (joined_to_id IS NULL OR (state = 'retired' AND external_id IS NULL AND joined_to_id <> id));

-- Each person as a source knows him. No conditions in here: then each half is looked up by its index.
-- Only rows with an external id are of a source.
CREATE VIEW known_person AS
  SELECT id, id AS account_id, source_id, external_id, dn, username, kind, state, state_reason, state_note,
    full_name, family_name, middle_name, given_name, mail, phone, employee_number FROM account
  UNION ALL
  SELECT id, account_id, source_id, external_id, dn, username, kind, state, state_reason, state_note,
    full_name, family_name, middle_name, given_name, mail, phone, employee_number FROM account_share;

-- A share that is not active opens nothing, in an outage as little as otherwise.
CREATE FUNCTION share_outage_verifier_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM outage_verifier WHERE account_id = OLD.account_id AND source_id = OLD.source_id;
  RETURN NULL;
END $$;
CREATE TRIGGER account_share_outage AFTER UPDATE OF state ON "account_share" FOR EACH ROW
  WHEN (NEW.state <> 'active') EXECUTE FUNCTION share_outage_verifier_leaves();
CREATE TRIGGER account_share_outage_gone AFTER DELETE ON "account_share" FOR EACH ROW
  EXECUTE FUNCTION share_outage_verifier_leaves();
