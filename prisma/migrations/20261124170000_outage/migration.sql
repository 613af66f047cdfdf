-- Servers of a source with their health, and the verifiers people may sign in with while all of them
-- are down.

-- CreateTable
CREATE TABLE "outage_verifier" (
    "account_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outage_verifier_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "directory_server" (
    "source_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'good',
    "told" TEXT NOT NULL DEFAULT 'good',
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_server_pkey" PRIMARY KEY ("source_id","url")
);

-- CreateTable
CREATE TABLE "directory_server_view" (
    "source_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "good" BOOLEAN NOT NULL,
    "error" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_server_view_pkey" PRIMARY KEY ("source_id","url","node")
);

-- CreateIndex
CREATE INDEX "outage_verifier_source_id_bound_at_idx" ON "outage_verifier"("source_id", "bound_at");

-- AddForeignKey
ALTER TABLE "outage_verifier" ADD CONSTRAINT "outage_verifier_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outage_verifier" ADD CONSTRAINT "outage_verifier_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_server" ADD CONSTRAINT "directory_server_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_server_view" ADD CONSTRAINT "directory_server_view_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Sources that were there before get the default, so that a setting that is missing can mean "refuse".
UPDATE "source" SET settings = settings || '{"outage": {"policy": "accept", "hours": 72}}'
WHERE NOT settings ? 'outage';

-- Whoever suspends somebody, by whatever way, takes the verifier in the same transaction.
CREATE FUNCTION outage_verifier_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM outage_verifier WHERE account_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER account_outage AFTER UPDATE OF state, source_id, external_id ON "account" FOR EACH ROW
  WHEN (NEW.state <> 'active' OR NEW.source_id IS DISTINCT FROM OLD.source_id
    OR NEW.external_id IS DISTINCT FROM OLD.external_id)
  EXECUTE FUNCTION outage_verifier_leaves();

CREATE FUNCTION outage_verifiers_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM outage_verifier WHERE source_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER source_outage AFTER UPDATE OF settings ON "source" FOR EACH ROW
  WHEN (NEW.settings #>> '{outage,policy}' IS DISTINCT FROM 'accept')
  EXECUTE FUNCTION outage_verifiers_refused();

-- What one node noticed, the others look at for themselves without waiting for their turn.
CREATE TRIGGER directory_server_tell AFTER UPDATE OF state ON "directory_server"
  FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION tell_nodes();
