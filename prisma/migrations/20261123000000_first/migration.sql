-- CreateTable
CREATE TABLE "catalog_item" (
    "catalog" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "order" INTEGER NOT NULL DEFAULT 0,
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "catalog_item_pkey" PRIMARY KEY ("catalog","code")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" UUID NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "parent_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'active',
    "contact_name" TEXT,
    "contact_mail" TEXT,
    "contact_phone" TEXT,
    "source_id" UUID,
    "external_id" TEXT,
    "dn" TEXT,
    "search_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'official',
    "state" TEXT NOT NULL DEFAULT 'active',
    "state_reason" TEXT,
    "state_note" TEXT,
    "full_name" TEXT NOT NULL,
    "family_name" TEXT,
    "middle_name" TEXT,
    "given_name" TEXT,
    "mail" TEXT,
    "phone" TEXT,
    "employee_number" TEXT,
    "locale" TEXT,
    "source_id" UUID,
    "external_id" TEXT,
    "dn" TEXT,
    "search_key" TEXT NOT NULL,
    "sort_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_name" (
    "name" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "login_name_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "post" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "position_code" TEXT,
    "title" TEXT,
    "main" BOOLEAN NOT NULL DEFAULT false,
    "origin" TEXT NOT NULL DEFAULT 'manual',
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "source_id" UUID,
    "external_id" TEXT,
    "dn" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "search_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_account" (
    "group_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'manual',

    CONSTRAINT "group_account_pkey" PRIMARY KEY ("group_id","account_id")
);

-- CreateTable
CREATE TABLE "group_nesting" (
    "parent_id" UUID NOT NULL,
    "child_id" UUID NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'manual',

    CONSTRAINT "group_nesting_pkey" PRIMARY KEY ("parent_id","child_id")
);

-- CreateTable
CREATE TABLE "local_password" (
    "account_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "must_change" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "local_password_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "application" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "description" TEXT,
    "class" TEXT NOT NULL,
    "article" TEXT,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "owner_unit_id" UUID,
    "contact" TEXT,
    "link" TEXT,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "order" INTEGER NOT NULL DEFAULT 0,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_secret" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "application_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "unit_id" UUID,
    "group_id" UUID,
    "account_id" UUID,
    "application_id" UUID NOT NULL,
    "effect" TEXT NOT NULL,
    "reason" TEXT,
    "created_by_id" UUID,
    "created_by_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT,
    "account_id" UUID,
    "account_name" TEXT,
    "unit_id" UUID,
    "unit_name" TEXT,
    "application_id" UUID,
    "application_name" TEXT,
    "object_type" TEXT,
    "object_id" TEXT,
    "object_name" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "request_id" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL,
    "sealed_password" TEXT,
    "every_minutes" INTEGER NOT NULL DEFAULT 60,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "started_by_id" UUID,
    "started_by_name" TEXT,
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "reason_detail" JSONB NOT NULL DEFAULT '{}',
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_change" (
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "entity" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "entity_id" UUID,
    "name" TEXT NOT NULL,
    "attribute" TEXT,
    "old" TEXT,
    "new" TEXT,

    CONSTRAINT "sync_change_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE TABLE "sync_rejection" (
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "dn" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "sync_rejection_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE TABLE "oidc_artifact" (
    "model" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "account_id" TEXT,
    "client_id" TEXT,
    "grant_id" TEXT,
    "uid" TEXT,
    "user_code" TEXT,
    "consumed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "oidc_artifact_pkey" PRIMARY KEY ("model","id")
);

-- CreateTable
CREATE TABLE "key" (
    "id" TEXT NOT NULL,
    "use" TEXT NOT NULL,
    "alg" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logout_delivery" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sid" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "logout_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "open_at" TIMESTAMPTZ(3) NOT NULL,
    "good_until" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "web_session" (
    "id" TEXT NOT NULL,
    "site" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "sid" TEXT NOT NULL,
    "id_token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "job" (
    "name" TEXT NOT NULL,
    "last_run_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "job_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "unit_code_key" ON "unit"("code");

-- CreateIndex
CREATE INDEX "unit_parent_id_idx" ON "unit"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "unit_source_id_external_id_key" ON "unit"("source_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_username_key" ON "account"("username");

-- CreateIndex
CREATE UNIQUE INDEX "account_source_id_external_id_key" ON "account"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "login_name_account_id_idx" ON "login_name"("account_id");

-- CreateIndex
CREATE INDEX "post_account_id_idx" ON "post"("account_id");

-- CreateIndex
CREATE INDEX "post_unit_id_idx" ON "post"("unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_code_key" ON "group"("code");

-- CreateIndex
CREATE UNIQUE INDEX "group_source_id_external_id_key" ON "group"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "group_account_account_id_idx" ON "group_account"("account_id");

-- CreateIndex
CREATE INDEX "group_nesting_child_id_idx" ON "group_nesting"("child_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_client_id_key" ON "application"("client_id");

-- CreateIndex
CREATE INDEX "application_secret_application_id_idx" ON "application_secret"("application_id");

-- CreateIndex
CREATE INDEX "grant_application_id_idx" ON "grant"("application_id");

-- CreateIndex
CREATE INDEX "grant_unit_id_idx" ON "grant"("unit_id");

-- CreateIndex
CREATE INDEX "grant_group_id_idx" ON "grant"("group_id");

-- CreateIndex
CREATE INDEX "grant_account_id_idx" ON "grant"("account_id");

-- CreateIndex
CREATE INDEX "journal_account_id_id_idx" ON "journal"("account_id", "id");

-- CreateIndex
CREATE INDEX "journal_actor_id_id_idx" ON "journal"("actor_id", "id");

-- CreateIndex
CREATE INDEX "journal_application_id_id_idx" ON "journal"("application_id", "id");

-- CreateIndex
CREATE INDEX "journal_event_id_idx" ON "journal"("event", "id");

-- CreateIndex
CREATE INDEX "journal_object_type_object_id_id_idx" ON "journal"("object_type", "object_id", "id");

-- CreateIndex
CREATE INDEX "journal_at_idx" ON "journal"("at");

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE INDEX "sync_run_source_id_started_at_idx" ON "sync_run"("source_id", "started_at");

-- CreateIndex
CREATE INDEX "sync_change_entity_id_idx" ON "sync_change"("entity_id");

-- CreateIndex
CREATE INDEX "oidc_artifact_grant_id_idx" ON "oidc_artifact"("grant_id");

-- CreateIndex
CREATE INDEX "oidc_artifact_account_id_model_idx" ON "oidc_artifact"("account_id", "model");

-- CreateIndex
CREATE INDEX "oidc_artifact_uid_idx" ON "oidc_artifact"("uid");

-- CreateIndex
CREATE INDEX "oidc_artifact_user_code_idx" ON "oidc_artifact"("user_code");

-- CreateIndex
CREATE INDEX "oidc_artifact_expires_at_idx" ON "oidc_artifact"("expires_at");

-- CreateIndex
CREATE INDEX "logout_delivery_state_next_at_idx" ON "logout_delivery"("state", "next_at");

-- CreateIndex
CREATE INDEX "throttle_last_at_idx" ON "throttle"("last_at");

-- CreateIndex
CREATE INDEX "web_session_sid_idx" ON "web_session"("sid");

-- CreateIndex
CREATE INDEX "web_session_account_id_idx" ON "web_session"("account_id");

-- CreateIndex
CREATE INDEX "web_session_expires_at_idx" ON "web_session"("expires_at");

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_name" ADD CONSTRAINT "login_name_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post" ADD CONSTRAINT "post_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group" ADD CONSTRAINT "group_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_account" ADD CONSTRAINT "group_account_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_account" ADD CONSTRAINT "group_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_nesting" ADD CONSTRAINT "group_nesting_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_nesting" ADD CONSTRAINT "group_nesting_child_id_fkey" FOREIGN KEY ("child_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "local_password" ADD CONSTRAINT "local_password_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_owner_unit_id_fkey" FOREIGN KEY ("owner_unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_secret" ADD CONSTRAINT "application_secret_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_change" ADD CONSTRAINT "sync_change_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_rejection" ADD CONSTRAINT "sync_rejection_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logout_delivery" ADD CONSTRAINT "logout_delivery_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "web_session" ADD CONSTRAINT "web_session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say. -----------------------------------

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Search by any part of a name, marks and đ left out (search_key is folded by core/text.ts).
CREATE INDEX account_search ON "account" USING gin (search_key gin_trgm_ops);
CREATE INDEX unit_search ON "unit" USING gin (search_key gin_trgm_ops);
CREATE INDEX group_search ON "group" USING gin (search_key gin_trgm_ops);
-- The order of a list of people: given name, family name, middle name. core/text.ts makes a key whose
-- bytes sort in Vietnamese order, so the same list comes out whatever the locale of the database.
ALTER TABLE "account" ALTER COLUMN sort_key TYPE text COLLATE "C";
-- It holds whatever a list can be filtered by, so that a search in this order need not visit the table.
CREATE INDEX account_order ON "account" (sort_key, id, search_key, state, kind, source_id);

-- Only one main post per person, only one running sync per source.
CREATE UNIQUE INDEX post_one_main ON "post" (account_id) WHERE main;
CREATE UNIQUE INDEX sync_run_one_running ON "sync_run" (source_id) WHERE state = 'running';

-- A rule names exactly the subject it says it names.
ALTER TABLE "grant" ADD CONSTRAINT grant_subject CHECK (
  (subject = 'everyone' AND unit_id IS NULL AND group_id IS NULL AND account_id IS NULL)
  OR (subject = 'unit' AND unit_id IS NOT NULL AND group_id IS NULL AND account_id IS NULL)
  OR (subject = 'group' AND group_id IS NOT NULL AND unit_id IS NULL AND account_id IS NULL)
  OR (subject = 'account' AND account_id IS NOT NULL AND unit_id IS NULL AND group_id IS NULL)
);
ALTER TABLE "grant" ADD CONSTRAINT grant_effect CHECK (effect IN ('allow', 'deny'));
CREATE UNIQUE INDEX grant_once ON "grant"
  (application_id, subject, unit_id, group_id, account_id) NULLS NOT DISTINCT;

ALTER TABLE "account" ADD CONSTRAINT account_kind
  CHECK (kind IN ('official', 'administrator', 'technical', 'service', 'shared'));
ALTER TABLE "account" ADD CONSTRAINT account_state
  CHECK (state IN ('initial', 'active', 'suspended', 'retired'));
ALTER TABLE "application" ADD CONSTRAINT application_state
  CHECK (state IN ('draft', 'active', 'suspended', 'retired'));
ALTER TABLE "unit" ADD CONSTRAINT unit_not_its_own_parent CHECK (parent_id <> id);

-- A unit as it is named where its place in the tree is not in sight: a division without a code of its
-- own ("Văn phòng") only means something together with what it belongs to.
CREATE FUNCTION unit_full_name(id uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN u.code IS NULL AND above.id IS NOT NULL THEN u.name || ', ' || above.name ELSE u.name END
  FROM unit u LEFT JOIN unit above ON above.id = u.parent_id WHERE u.id = $1
$$;

-- The journal is append-only for everyone, the owner of the table included.
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON "journal"
  FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON "journal"
  FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();

-- Accounts are suspended or retired, never deleted: their id is the sub that applications keep.
CREATE FUNCTION account_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'accounts and their names are never deleted' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER account_no_delete BEFORE DELETE ON "account"
  FOR EACH ROW EXECUTE FUNCTION account_is_for_ever();
CREATE TRIGGER login_name_no_delete BEFORE DELETE ON "login_name"
  FOR EACH ROW EXECUTE FUNCTION account_is_for_ever();

-- Nodes keep no copy of these that outlives a change: each change is told to all of them.
CREATE FUNCTION tell_nodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('motchia', TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE TRIGGER application_tell AFTER INSERT OR UPDATE OR DELETE ON "application"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_nodes();
CREATE TRIGGER application_secret_tell AFTER INSERT OR UPDATE OR DELETE ON "application_secret"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_nodes();
CREATE TRIGGER key_tell AFTER INSERT OR UPDATE OR DELETE ON "key"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_nodes();
CREATE TRIGGER setting_tell AFTER INSERT OR UPDATE OR DELETE ON "setting"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_nodes();
CREATE TRIGGER source_tell AFTER INSERT OR UPDATE OR DELETE ON "source"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_nodes();

-- Who may enter what may have changed: live sessions are looked through again (oidc/revocation.ts).
CREATE FUNCTION tell_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('motchia', 'access');
  RETURN NULL;
END $$;
CREATE TRIGGER account_access AFTER UPDATE OF state, kind ON "account"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER post_access AFTER INSERT OR UPDATE OR DELETE ON "post"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER unit_access AFTER UPDATE OF parent_id, state ON "unit"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER group_access AFTER UPDATE OF state OR DELETE ON "group"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER group_account_access AFTER INSERT OR UPDATE OR DELETE ON "group_account"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER group_nesting_access AFTER INSERT OR UPDATE OR DELETE ON "group_nesting"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER grant_access AFTER INSERT OR UPDATE OR DELETE ON "grant"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER application_access AFTER UPDATE OF state OR DELETE ON "application"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
